//! A check that the README shows the verdicts, and that each message deserves its own.

use std::path::{Path, PathBuf};
use std::{env, fs};

const README: &str = "ui/README.md";
const HEAD_ENDS: &str = "<!-- The test writes what follows. -->\n";
const VERDICTS: [&str; 5] = ["better", "same", "worse", "refused", "no counterpart"];

/// Compares the README with the files, or writes it where trybuild writes the files.
pub(crate) fn shows_the_cases() {
    let readme = fs::read_to_string(README).unwrap();
    let (head, _) = readme.split_once(HEAD_ENDS).unwrap();
    let shown = format!("{head}{HEAD_ENDS}{}", tail());
    if env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") {
        fs::write(README, shown).unwrap();
    } else {
        assert!(
            shown == readme,
            "{README} is out of date: run this test with TRYBUILD=overwrite"
        );
    }
}

fn tail() -> String {
    let cases = [cases("author"), cases("caller")].concat();
    cases.iter().for_each(Case::check);
    let counts = VERDICTS.map(|verdict| {
        let count = cases.iter().filter(|case| case.verdict == verdict).count();
        format!("| {verdict} | {count} |\n")
    });
    let differences = cases.iter().filter(|case| !case.reason.is_empty());
    let differences: String = differences.map(Case::difference).collect();
    format!(
        "\n| than by hand | cases |\n| --- | --- |\n{}| all | {} |\n\n| case | is | for |\n| --- | --- | --- |\n\
         {differences}",
        counts.concat(),
        cases.len()
    )
}

#[derive(Clone)]
struct Case {
    path: PathBuf,
    by_hand: Option<PathBuf>,
    verdict: String,
    reason: String,
}

fn cases(folder: &str) -> Vec<Case> {
    let mut paths: Vec<_> = fs::read_dir(Path::new("ui").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    paths.sort();
    paths.into_iter().map(Case::new).collect()
}

impl Case {
    fn new(path: PathBuf) -> Self {
        let name = path.file_name().unwrap();
        let by_hand = ["ui/by_hand", "ui/by_hand/fine"]
            .map(|folder| Path::new(folder).join(name))
            .into_iter()
            .find(|path| path.exists());
        let line = by_hand.as_deref().map(first_line);
        let (verdict, reason) = match &line {
            None => ("no counterpart", ""),
            Some(line) => line.split_once(": ").unwrap_or((line, "")),
        };
        assert!(
            VERDICTS.contains(&verdict),
            "{by_hand:?} begins with a verdict"
        );
        Self {
            verdict: verdict.to_owned(),
            reason: reason.to_owned(),
            path,
            by_hand,
        }
    }

    /// Unless a message is judged to be worse, it comes once for each mistake of the file, or not more often than by hand,
    /// and contains no generated names, and in its first line no name of a form.
    fn check(&self) {
        if self.verdict == "worse" {
            return;
        }
        let message = stderr(&self.path).unwrap_or_default();
        let by_hand = self.by_hand.as_deref().and_then(stderr);
        let source = fs::read_to_string(&self.path).unwrap();
        let most = by_hand.map_or_else(|| mistakes(&source), |by_hand| errors(&by_hand).count());
        let title = self.title();
        assert!(errors(&message).count() <= most, "{title} says it again");
        for name in message.split(|letter: char| letter != '_' && !letter.is_alphanumeric()) {
            let is_generated = name.starts_with("__") && !name.trim_matches('_').is_empty();
            let is_written = source.contains(name) || name == "__private";
            assert!(!is_generated || is_written, "{title} names {name}");
        }
        assert!(
            errors(&message).all(|first_line| !first_line.contains("form::")),
            "{title} begins with a form"
        );
    }

    fn title(&self) -> String {
        let path = self.path.with_extension("");
        path.strip_prefix("ui").unwrap().display().to_string()
    }

    fn difference(&self) -> String {
        let (title, verdict, reason) = (self.title(), &self.verdict, &self.reason);
        format!("| {title} | {verdict} | {reason} |\n")
    }
}

/// The number of mistakes in a file, which begins with a comment for each.
fn mistakes(source: &str) -> usize {
    source
        .lines()
        .take_while(|line| line.starts_with("// "))
        .count()
}

/// The first line of a file, which is a comment.
fn first_line(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("// ").to_owned()
}

fn stderr(path: &Path) -> Option<String> {
    fs::read_to_string(path.with_extension("stderr")).ok()
}

/// The first lines of the errors in a message.
fn errors(message: &str) -> impl Iterator<Item = &str> {
    message.lines().filter(|line| line.starts_with("error"))
}
