//! A headless browser, driven by <https://www.w3.org/TR/webdriver2/>.

use std::process::Stdio;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use crate::support::within;

/// The key of an element's reference in the standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Chromium with a page, and its driver.
pub(crate) struct Browser {
    driver: Child,
    client: Client,
    /// The address of the session.
    session: String,
    /// Removed at the end.
    profile: TempDir,
}

impl Browser {
    /// Starts Chromium with its own profile.
    pub(crate) async fn start() -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("these tests need Chromium: `apt-get install chromium chromium-driver`");
        let mut stdout = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = loop {
            let line = within(stdout.next_line()).await.unwrap();
            let line = line.expect("the driver says its port");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        let mut browser = Self {
            driver,
            client: Client::new(),
            session: format!("http://127.0.0.1:{port}/session"),
            profile: tempfile::tempdir().unwrap(),
        };
        let capabilities = browser.capabilities();
        let session = browser.call(Method::POST, "", capabilities).await;
        browser.session.push('/');
        browser.session += session["sessionId"].as_str().unwrap();
        browser
    }

    fn capabilities(&self) -> Value {
        let arguments = json!([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=760,870",
            format!("--user-data-dir={}", self.profile.path().display()),
        ]);
        let options = json!({ "args": arguments });
        json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } })
    }

    /// Closes Chromium, and ends the driver.
    pub(crate) async fn close(mut self) {
        self.call(Method::DELETE, "", json!({})).await;
        self.driver.kill().await.unwrap();
    }

    async fn call(&self, method: Method, command: &str, parameters: Value) -> Value {
        let url = format!("{}{command}", self.session);
        let request = self.client.request(method, url);
        let response = within(request.json(&parameters).send()).await.unwrap();
        let is_success = response.status().is_success();
        let mut answer: Value = within(response.json()).await.unwrap();
        assert!(is_success, "{command}: {answer}");
        answer["value"].take()
    }

    pub(crate) async fn open(&self, url: &str) {
        self.call(Method::POST, "/url", json!({ "url": url })).await;
    }

    /// Finds an element, and returns the path of its commands.
    async fn find(&self, selector: &str) -> String {
        let query = json!({ "using": "css selector", "value": selector });
        let element = self.call(Method::POST, "/element", query).await;
        format!("/element/{}", element[ELEMENT].as_str().unwrap())
    }

    pub(crate) async fn click(&self, selector: &str) {
        let element = self.find(selector).await;
        let command = format!("{element}/click");
        self.call(Method::POST, &command, json!({})).await;
    }

    /// Replaces the text of a field.
    pub(crate) async fn fill(&self, selector: &str, text: &str) {
        let element = self.find(selector).await;
        let clear = format!("{element}/clear");
        self.call(Method::POST, &clear, json!({})).await;
        let command = format!("{element}/value");
        self.call(Method::POST, &command, json!({ "text": text }))
            .await;
    }

    /// Runs the body of a JavaScript function, and returns its value.
    pub(crate) async fn run(&self, script: &str) -> Value {
        let parameters = json!({ "script": script, "args": [] });
        self.call(Method::POST, "/execute/sync", parameters).await
    }

    /// Waits until an expression of JavaScript is true.
    pub(crate) async fn wait_until(&self, condition: &str) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while self.run(&format!("return {condition}")).await != true {
            assert!(Instant::now() < deadline, "never true: {condition}");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Returns the page as a PNG.
    pub(crate) async fn screenshot(&self) -> Vec<u8> {
        let image = self.call(Method::GET, "/screenshot", json!({})).await;
        BASE64_STANDARD.decode(image.as_str().unwrap()).unwrap()
    }
}
