//! Items that are nested deeply: they are rewritten or refused, and never overflow the stack.

use std::thread;

use super::tokens;
use crate::expand::accepts_awaitable;

/// The size of rustc's own stack.
const STACK: usize = 8 << 20;

/// The text that repeats before, the innermost text, and the text that repeats after.
type Part = (&'static str, &'static str, &'static str);

const TYPES: [Part; 10] = [
    ("Vec<", "u8", ">"),
    ("Vec<", "Task<u8>", ">"),
    ("(", "u8", ")"),
    ("(", "Task<u8>", ",)"),
    ("& ", "u8", ""),
    ("*const ", "u8", ""),
    ("[", "u8", "; 1]"),
    ("fn() -> ", "u8", ""),
    ("impl Iterator<Item = ", "u8", ">"),
    ("impl Fn() -> Vec<", "Task<u8>", ">"),
];
const EXPRESSIONS: [Part; 6] = [
    ("(", "1", ")"),
    ("{", "1", "}"),
    ("- ", "1", ""),
    ("1 + ", "1", ""),
    ("f(", "1", ")"),
    ("if a {} else ", "{}", ""),
];

fn nested((before, inside, behind): Part, depth: usize) -> String {
    before.repeat(depth) + inside + &behind.repeat(depth)
}

/// Expands on a stack like the compiler's, and returns the text.
fn expand(options: &str, item: String) -> String {
    let options = options.to_owned();
    let expand = move || accepts_awaitable(tokens(&options), tokens(&item)).to_string();
    let thread = thread::Builder::new().stack_size(STACK);
    thread.spawn(expand).unwrap().join().unwrap()
}

fn is_refused(expanded: &str) -> bool {
    expanded.contains("nested too deeply")
}

#[test]
fn a_signature_is_rewritten_or_refused_at_every_depth() {
    let items: [(&[Part], &str); 8] = [
        (&TYPES, "fn found(inner: PART, task: Task<u8>) {}"),
        (&TYPES, "fn found(task: Task<u8>) -> PART { body }"),
        (&TYPES, "fn found(task: Task<u8>) where Tr<PART>: Sized {}"),
        (
            &TYPES,
            "impl S { fn found(inner: PART, task: Task<u8>) {} }",
        ),
        (
            &TYPES,
            "impl Tr<PART> for S { fn found(task: Task<u8>) {} }",
        ),
        (
            &EXPRESSIONS,
            "fn found(inner: [u8; PART], task: Task<u8>) {}",
        ),
        (
            &EXPRESSIONS,
            "fn found(inner: A<{ PART }>, task: Task<u8>) {}",
        ),
        (&EXPRESSIONS, "#[name = PART] fn found(task: Task<u8>) {}"),
    ];
    let all = items
        .iter()
        .flat_map(|(parts, item)| parts.iter().map(move |part| (part, item)));
    for (part, item) in all {
        for depth in [20, 60, 100, 140, 500, 5000] {
            let expanded = expand("", item.replace("PART", &nested(*part, depth)));
            assert!(expanded.contains("fn found"), "{item}");
            match depth {
                20 => assert!(!is_refused(&expanded), "{item} {part:?}"),
                500.. => assert!(is_refused(&expanded), "{item} {part:?} {depth}"),
                _ => {} // near the limit
            }
        }
    }
}

#[test]
fn options_are_read_or_refused_at_every_depth() {
    for part in EXPRESSIONS {
        for (depth, is_too_deep) in [(40, false), (500, true), (5000, true)] {
            let options = format!("on = {}", nested(part, depth));
            let expanded = expand(&options, "fn found(task: Task<u8>) {}".to_owned());
            assert!(expanded.contains("fn found < TaskForm >"), "{expanded}");
            assert_eq!(is_refused(&expanded), is_too_deep, "{part:?} {depth}");
        }
    }
}

/// rustc itself gives up earlier, at some thousand levels.
#[test]
fn a_body_may_be_nested_deeply() {
    for part in EXPRESSIONS {
        let body = nested(part, 5000);
        for item in [
            format!("fn found(task: Task<u8>) {{ {body} }}"),
            format!("fn found(&self, task: Task<u8>) {{ {body} }}"),
            format!("impl Found {{ fn found(task: Task<u8>) {{ {body} }} }}"),
            format!(
                "trait Found {{ #[accepts_awaitable(as = call)] fn found(&self, task: Task<u8>) {{ {body} }} }}"
            ),
            format!("impl Found {{ const C: u8 = {body}; fn found(task: Task<u8>) {{}} }}"),
            format!("fn found(#[awaitable] wrong: {{ {body} }}) {{}}"),
        ] {
            let expanded = expand("", item.clone());
            assert!(expanded.contains("fn found"), "{}", &item[..60]);
        }
    }
}

#[test]
fn what_stands_side_by_side_is_not_deep() {
    let bounds = "Clone + ".repeat(100) + "Send";
    let parts = "(&[Vec<u8>; 1], fn(u8) -> Vec<u8>), ".repeat(1000);
    let attributes = "#[doc = \" A line.\"]".repeat(1000);
    let each = |part: &str| -> String {
        let parts = (0..1000).map(|index| part.replace('N', &format!("{index}")));
        parts.collect()
    };
    let generics = each("TN: Fn() -> Vec<u8>, ");
    let methods = each("const CN: &[u8] = &[1]; fn mN(self) { body }");
    let call = "a_macro!(".to_owned() + &"a b c ".repeat(1000) + ")";
    for item in [
        format!(
            "{attributes} fn found<{generics}>(task: Task<u8>, parts: ({parts})) where T0: {bounds} {{}}"
        ),
        format!("impl Found {{ {methods} {call}; fn found(task: Task<u8>) {{}} }}"),
    ] {
        let expanded = expand("", item);
        assert!(expanded.contains("TaskForm"));
        assert!(!is_refused(&expanded));
    }
}

#[test]
fn a_mark_is_taken_out_of_any_depth() {
    let item = nested(("(", "#[awaitable] found", ")"), 5000);
    let expanded = expand("", item);
    assert!(expanded.contains("(found)"));
    assert!(!expanded.contains("# [awaitable"));
}
