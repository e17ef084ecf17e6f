//! The format of the services' lines.

use crate::run::Run;

#[test]
fn each_line_of_both_streams_has_the_padded_name_before_it() {
    let procfile = "
        # A comment, and an empty line.

        db: echo to stdout; echo to stderr >&2; printf 'no line end'; exec sleep 1000
          long-name:echo '#: no comment'; exec sleep 1000
    ";
    let mut run = Run::start(&[], procfile);
    for _ in 0..3 {
        run.wait_for(" | ");
    }
    let lines = run.stop().lines;
    for line in [
        "db        | to stdout",
        "db        | to stderr",
        "db        | no line end",
        "db        * stopped: signal: 15 (SIGTERM)",
        "long-name | #: no comment",
        "long-name * SIGTERM",
    ] {
        assert!(
            lines.iter().any(|other| other == line),
            "{line}: {lines:#?}"
        );
    }
}

#[test]
fn each_service_has_a_color_of_its_own_if_that_is_wanted() {
    let procfile = "a: echo text; exec sleep 1000\nlong: echo text; exec sleep 1000";
    let mut run = Run::start(&["--color", "always"], procfile);
    run.wait_for("text");
    run.wait_for("text");
    let lines = run.stop().lines;
    for line in [
        "\x1b[36ma    |\x1b[0m text",
        "\x1b[33mlong |\x1b[0m text",
        "\x1b[36ma    *\x1b[0m stopped: signal: 15 (SIGTERM)",
    ] {
        assert!(
            lines.iter().any(|other| other == line),
            "{line}: {lines:#?}"
        );
    }
}

#[test]
fn a_pipe_gets_no_color() {
    let mut run = Run::start(&[], "a: echo text; exec sleep 1000");
    run.wait_for("text");
    let lines = run.stop().lines;
    assert!(!lines.concat().contains('\x1b'), "{lines:#?}");
}

#[test]
fn many_lines_arrive_complete_and_in_order_before_the_end() {
    let mut run = Run::start(&["--max-restarts=0"], "a: seq 100000; echo the end");
    run.wait_for("the end");
    let lines = run.ended().lines;
    let printed = lines.iter().filter_map(|line| line.strip_prefix("a | "));
    let expected = (1..=100_000).map(|number| number.to_string());
    assert!(printed.eq(expected.chain(["the end".into()])));
}

#[test]
fn a_very_long_line_is_broken() {
    let run = Run::start(
        &["--max-restarts=0"],
        "a: head -c 200000 /dev/zero | tr '\\0' x",
    );
    let lines = run.ended().lines;
    let printed = lines.iter().filter_map(|line| line.strip_prefix("a | "));
    let lengths: Vec<_> = printed.map(str::len).collect();
    assert_eq!(lengths, [65_536, 65_536, 65_536, 3_392]);
}
