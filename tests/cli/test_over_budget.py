"""A document over its budget: `clean` names it with the rules and exits 1, `check` passes it."""

import json

from tests.console import run
from tests.corpus.runs import put

PROSE = "The harbour board said on Monday that the old crane would be taken down before the winter storms.\n"
SHARE = "Share on Facebook\nShare on Twitter\nShare on WhatsApp\n" * 5
OVER, FINE = (PROSE + SHARE).encode(), b"Nobody bought the boat with the green sails.\n"
OPTIONS = ("--ignore", "comments", "--max-removed", "0.1")


def test_the_summary_says_which_documents_and_why_and_the_exit_code_is_1(tmp_path):
    raw = put(tmp_path / "in", {"a.txt": FINE, "b.txt": OVER})
    done = run("clean", raw, "-o", tmp_path / "out", *OPTIONS)
    assert done.returncode == 1
    assert "over budget b.txt: boilerplate.share would take " in done.stderr.decode()
    assert " of its prose, and 10% may go\n" in done.stderr.decode()
    assert "over budget a.txt" not in done.stderr.decode()
    assert (tmp_path / "out/b.txt").read_bytes() == OVER


def test_a_program_reads_it_in_the_summary(tmp_path):
    raw = put(tmp_path / "in", {"b.txt": OVER})
    done = run("clean", raw, "-o", tmp_path / "out", "--log-format", "json", *OPTIONS)
    told = json.loads(done.stderr)
    [document] = told["over_budget"]
    assert told["exit_code"] == done.returncode == 1
    assert (document["name"], document["rules"]) == ("b.txt", ["boilerplate.share"])
    assert document["share"] > document["budget"] == 0.1


def test_a_run_that_takes_finished_work_as_it_is_says_the_same(tmp_path):
    raw = put(tmp_path / "in", {"b.txt": OVER})
    first = run("clean", raw, "-o", tmp_path / "out", *OPTIONS)
    again = run("clean", raw, "-o", tmp_path / "out", *OPTIONS)
    lines = [[line for line in done.stderr.splitlines() if b"over budget" in line] for done in (first, again)]
    assert lines[0] == lines[1] != []
    assert first.returncode == again.returncode == 1


def test_what_clean_wrote_check_passes(tmp_path):
    raw = put(tmp_path / "in", {"b.txt": OVER})
    run("clean", raw, "-o", tmp_path / "out", *OPTIONS)
    assert run("clean", raw, "-o", tmp_path / "out", "--check", *OPTIONS).returncode == 0
    check = run("check", tmp_path / "out", *OPTIONS)
    assert check.returncode == 0 and "pipeline.over-budget" in check.stdout.decode()
    assert run("check", tmp_path / "out", "--fail", "pipeline.over-budget", *OPTIONS).returncode == 1


def test_a_text_in_a_pipe_is_written_and_named(tmp_path):
    done = run("clean", "-", *OPTIONS, stdin=OVER)
    assert done.returncode == 1 and done.stdout == OVER
    assert "over budget -: boilerplate.share would take " in done.stderr.decode()
    assert run("clean", "-", *OPTIONS, stdin=FINE).returncode == 0
