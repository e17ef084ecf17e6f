//! The page, in Chromium.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::time::Duration;
use std::{env, fs};

use futures_util::FutureExt;
use serde_json::json;
use web::Jobs;

use self::support::Server;
use self::webdriver::Browser;

#[path = "../support/mod.rs"]
mod support;
mod webdriver;

/// Tests the page, and closes the browser even if the test fails. `tick` is the time of a step in milliseconds, for
/// jobs that wait.
async fn with_page(tick: u64, test: impl AsyncFnOnce(Server, &Browser)) {
    let server = Server::start(Jobs::new(), Duration::from_millis(tick)).await;
    let browser = Browser::start().await;
    let test = async {
        browser.open(&server.url("/")).await;
        wait_for_text(&browser, "#connection", "live").await;
        test(server, &browser).await;
    };
    let outcome = AssertUnwindSafe(test).catch_unwind().await;
    browser.close().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// Fills in the form, and presses its button.
async fn start_job(browser: &Browser, kind: &str, steps: u32) {
    browser.click(&format!("option[value={kind}]")).await;
    browser.fill("input", &steps.to_string()).await;
    browser.click("form button").await;
}

/// JavaScript for an element.
fn element(selector: &str) -> String {
    format!("document.querySelector({selector:?})")
}

/// A selector for a part of a job's row.
fn part(job: u32, part: &str) -> String {
    format!("li[data-job='{job}'] {part}")
}

async fn wait_for_text(browser: &Browser, selector: &str, text: &str) {
    let element = element(selector);
    browser
        .wait_until(&format!("{element}?.textContent === {text:?}"))
        .await;
}

async fn wait_for_status(browser: &Browser, job: u32, status: &str) {
    wait_for_text(browser, &part(job, ".status"), status).await;
}

/// Waits until more steps are shown, and returns how many.
async fn more_steps(browser: &Browser, job: u32, than: f64) -> f64 {
    let shown = format!("{}?.value", element(&part(job, "progress")));
    browser.wait_until(&format!("{shown} > {than}")).await;
    browser
        .run(&format!("return {shown}"))
        .await
        .as_f64()
        .unwrap()
}

async fn is_visible(browser: &Browser, selector: &str) -> bool {
    browser
        .run(&format!("return {}.checkVisibility()", element(selector)))
        .await
        == true
}

#[tokio::test]
async fn a_job_is_started_and_its_progress_moves_to_the_end() {
    with_page(50, async |_server, browser| {
        assert!(is_visible(browser, "#empty").await);
        start_job(browser, "countdown", 40).await;

        let mut seen = vec![more_steps(browser, 1, -1.).await];
        while seen.last() < Some(&40.) {
            seen.push(more_steps(browser, 1, seen[seen.len() - 1]).await);
        }
        assert!(seen.len() > 5, "it moves: {seen:?}");
        wait_for_text(browser, &part(1, ".steps"), "40 / 40").await;

        wait_for_status(browser, 1, "done").await;
        let outcome = format!("return {}.textContent", element(&part(1, ".outcome")));
        let outcome = browser.run(&outcome).await;
        assert!(outcome.as_str().unwrap().contains("seconds: "), "{outcome}");
        assert!(!is_visible(browser, &part(1, "button")).await);
        assert!(!is_visible(browser, "#empty").await);
    })
    .await;
}

#[tokio::test]
async fn a_job_is_cancelled_and_cleans_up() {
    with_page(50, async |server, browser| {
        start_job(browser, "countdown", 1000).await;
        start_job(browser, "report", 1000).await;
        more_steps(browser, 2, 0.).await;
        let unfinished = server.file("report-2.part");
        assert!(unfinished.exists());

        browser.click(&part(2, "button")).await;
        wait_for_status(browser, 2, "cancelled").await;
        assert!(!unfinished.exists());
        wait_for_text(browser, "#news[role=status]", "report 2: cancelled").await;
        wait_for_status(browser, 1, "running").await;
    })
    .await;
}

#[tokio::test]
async fn what_the_server_refuses_and_that_it_is_gone_are_shown() {
    with_page(50, async |server, browser| {
        let problem = "#problem[role=alert]";
        browser
            .run(&format!("{}.removeAttribute('max')", element("input")))
            .await;
        start_job(browser, "countdown", 1001).await;
        wait_for_text(browser, problem, "a job has 1 to 1000 steps").await;
        start_job(browser, "countdown", 1).await;
        wait_for_text(browser, problem, "").await;

        server.stop().await;
        wait_for_text(browser, "#connection", "reconnecting").await;
        browser.click("form button").await;
        wait_for_text(browser, problem, "The server can't be reached.").await;
    })
    .await;
}

#[tokio::test]
async fn each_control_has_a_name() {
    with_page(50, async |_server, browser| {
        start_job(browser, "report", 1000).await;
        wait_for_status(browser, 1, "running").await;
        let names = "
            const name = (element) => element.ariaLabel
                ?? element.labels[0]?.firstChild.textContent.trim()
                ?? element.textContent;
            return [...document.querySelectorAll('select, input, button, progress')].map(name)";
        let expected = [
            "Kind",
            "Steps",
            "Start",
            "Cancel report 1",
            "progress of report 1",
        ];
        assert_eq!(browser.run(names).await, json!(expected));
    })
    .await;
}

/// Also takes the picture in the README: `UPDATE=1 cargo test -p web --test browser screenshot`.
#[tokio::test]
async fn the_screenshot_shows_a_job_in_each_state() {
    with_page(100, async |_server, browser| {
        start_job(browser, "primes", 25).await;
        start_job(browser, "faulty", 12).await;
        start_job(browser, "report", 60).await;
        start_job(browser, "countdown", 90).await;
        start_job(browser, "report", 300).await;
        more_steps(browser, 3, 20.).await;
        browser.click(&part(3, "button")).await;
        more_steps(browser, 4, 59.).await;
        let states = ["done", "failed", "cancelled", "running", "running"];
        for (job, state) in (1..).zip(states) {
            wait_for_status(browser, job, state).await;
        }

        let picture = browser.screenshot().await;
        assert!(picture.starts_with(b"\x89PNG"));
        if env::var_os("UPDATE").is_some() {
            fs::write("screenshot.png", picture).unwrap(); // tests run in the folder of the crate
        }
    })
    .await;
}
