"""What `cleaner check` says and how it exits: what fails, formats, files, streams."""

import json

import pytest

from tests.console import run

DIRTY = "The gate is a matter of secu-rity, said the board.  \n"
UNSURE = "The two of them agreed that “it was time, and that nobody else would do it.\n"


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "dirty.txt").write_text(DIRTY)
    (folder / "clean.txt").write_text("Nothing is wrong with this line.\n")
    return folder


class TestExitCodes:
    """Each of them, with the command that gives it."""

    def test_0_when_there_is_nothing_to_mend(self, seeds):
        assert run("check", seeds / "clean.txt").returncode == 0

    def test_1_when_there_is(self, seeds):
        assert run("check", seeds).returncode == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ["nowhere.txt"],
            ["clean.txt", "nowhere.txt"],
            ["no*match.txt"],
            ["clean.txt", "--select", "no.such"],
            ["clean.txt", "--fail", "no.such"],
            ["clean.txt", "--fail-on", "sometimes"],
            ["clean.txt", "--no-such-option"],
            ["clean.txt", "--config", "nowhere.toml"],
            ["clean.txt", "--baseline", "nowhere.json"],
            ["clean.txt", "--report", "sarif"],
            ["clean.txt", "--since", "HEAD"],
            ["clean.txt", "--against", "nowhere"],
            ["--file-list", "nowhere.txt"],
            [],
        ],
        ids=" ".join,
    )
    @pytest.mark.parametrize("zero", [[], ["--exit-zero"]], ids=["", "even with --exit-zero"])
    def test_2_for_a_wrong_call_or_input(self, seeds, arguments, zero):
        done = run("check", *arguments, *zero, cwd=seeds)
        assert done.returncode == 2
        assert b"rror: " in done.stderr and b"Traceback" not in done.stderr

    def test_3_when_a_document_cannot_be_cleaned(self, seeds):
        (seeds / "stray.txt").write_bytes("Café, café, cafés, caf".encode() + b"\x92 of the caf\xc3\xa9.\n")
        done = run("check", seeds, "--ignore", "encoding.stray-byte", "--exit-zero")
        assert done.returncode == 3 and b"cannot be written as UTF-8" in done.stderr

    def test_2_beats_3_beats_1(self, seeds):
        (seeds / "stray.txt").write_bytes("Café, café, cafés, caf".encode() + b"\x92 of the caf\xc3\xa9.\n")
        assert run("check", seeds, "--ignore", "encoding.stray-byte").returncode == 3
        assert run("check", seeds, seeds / "gone", "--ignore", "encoding.stray-byte").returncode == 2

    def test_exit_zero_makes_0_of_1(self, seeds):
        done = run("check", seeds, "--exit-zero")
        assert done.returncode == 0 and len(done.lines) == 2


class TestWhatFails:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            ([], 1),
            (["--fail-on", "likely"], 1),
            (["--fail-on", "certain"], 0),
            (["--fail-on", "note"], 1),
            (["--fail-on", "never"], 0),
            (["--fail", "hyphenation.broken-word"], 1),
            (["--fail", "hyphenation"], 1),
            (["--fail", "whitespace"], 0),
            (["--fail-on", "certain", "--fail", "hyphenation"], 1),
            (["--certain-only"], 0),
            (["--certain-only", "--fail-on", "note"], 1),
            (["--certain-only", "--fail", "hyphenation"], 1),
        ],
    )
    def test_a_likely_finding(self, tmp_path, arguments, code):
        (tmp_path / "a.txt").write_text(DIRTY.replace("  \n", "\n"))
        done = run("check", "a.txt", *arguments, cwd=tmp_path)
        assert (done.returncode, len(done.lines)) == (code, 1)

    def test_a_note_fails_on_note_and_by_name_alone(self, tmp_path):
        (tmp_path / "a.txt").write_text(UNSURE)
        assert len(run("check", "a.txt", cwd=tmp_path).lines) == 1
        codes = [
            run("check", "a.txt", *extra, cwd=tmp_path).returncode
            for extra in ([], ["--fail-on", "note"], ["--fail", "quotation.unbalanced"])
        ]
        assert codes == [0, 1, 1]


class TestReports:
    def test_findings_come_by_path_line_column_and_rule(self, seeds):
        (seeds / "a.txt").write_text("x\n\n\n\n" + DIRTY * 2)
        found = json.loads(run("check", seeds, "--output-format", "json").stdout)["findings"]
        places = [(item["path"], item["line"], item["column"], item["rule"]) for item in found]
        assert places == sorted(places) and len({path for path, *_ in places}) == 2

    def test_several_at_once(self, seeds, tmp_path):
        extra = [f"--report={name}={tmp_path / name}" for name in ("sarif", "jsonl", "github", "markdown")]
        done = run("check", seeds, *extra, "-o", tmp_path / "out" / "text")
        assert (done.returncode, done.stdout) == (1, b"")
        assert (tmp_path / "out" / "text").read_text().count("\n") == 2
        assert json.loads((tmp_path / "sarif").read_text())["version"] == "2.1.0"
        assert [json.loads(line)["type"] for line in (tmp_path / "jsonl").read_text().splitlines()] == [
            "finding"
        ] * 2
        assert (tmp_path / "github").read_text().startswith("::error ")
        assert "| `hyphenation.broken-word` |" in (tmp_path / "markdown").read_text()

    def test_statistics(self, seeds):
        (seeds / "more.txt").write_text("a  \nb  \n")
        done = run("check", seeds, "--statistics")
        assert [line.split()[:4] for line in done.lines] == [
            ["3", "3", "failing", "whitespace.trailing"],
            ["1", "1", "failing", "hyphenation.broken-word"],
        ]
        told = json.loads(run("check", seeds, "--statistics", "--output-format", "json").stdout)
        assert told[0]["findings"] == 3

    def test_show_files_reads_none(self, seeds):
        (seeds / "dirty.txt").chmod(0)
        done = run("check", seeds, "--show-files")
        assert done.returncode == 0
        assert done.lines == [f"{seeds}/clean.txt", f"{seeds}/dirty.txt"]

    def test_a_diff_is_applied_by_git_and_exits_1(self, seeds):
        done = run("check", ".", "--diff", "-q", cwd=seeds)
        assert done.returncode == 1 and done.stdout.startswith(
            b"--- a/dirty.txt\n+++ b/dirty.txt\n@@ -1 +1 @@"
        )
        assert run("check", "clean.txt", "--diff", cwd=seeds)[:2] == (0, b"")
        run("check", ".", "--diff", "-o", "../patch", cwd=seeds)
        assert (seeds.parent / "patch").read_bytes() == done.stdout

    def test_a_diff_fails_even_when_its_findings_do_not(self, seeds):
        assert run("check", seeds, "--diff", "--fail-on", "never").returncode == 1
        assert run("check", seeds, "--diff", "--fail-on", "never", "--exit-zero").returncode == 0

    def test_full_marks_the_place_and_shows_what_it_becomes(self, tmp_path):
        (tmp_path / "a.txt").write_text("日本 is a matter of secu-rity.\n")
        done = run("check", "a.txt", "--output-format", "full", cwd=tmp_path)
        assert done.lines[:4] == [
            'a.txt:1:23: hyphenation.broken-word remove "-"',
            "  1 | 日本 is a matter of secu-rity.",
            "    |                         ^",
            "    = 日本 is a matter of security.",
        ]


class TestColour:
    def test_a_terminal_has_it_and_a_pipe_does_not(self, seeds):
        assert b"\x1b[31m" in run("check", seeds, terminal=True).stdout
        assert b"\x1b" not in run("check", seeds).stdout

    @pytest.mark.parametrize(
        ("arguments", "env", "colour"),
        [
            ([], {"NO_COLOR": "1"}, False),
            ([], {"NO_COLOR": ""}, True),
            ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
            (["--color", "always"], {"NO_COLOR": "1"}, True),
            (["--color", "never"], {"FORCE_COLOR": "1"}, False),
            (["--output-format", "json"], {}, False),
        ],
    )
    def test_on_a_terminal(self, seeds, arguments, env, colour):
        assert (b"\x1b" in run("check", seeds, *arguments, env=env, terminal=True).stdout) is colour

    def test_force_color_in_a_pipe(self, seeds):
        assert b"\x1b[31m" in run("check", seeds, env={"FORCE_COLOR": "1"}).stdout

    def test_a_file_has_none(self, seeds, tmp_path):
        run("check", seeds, "--color", "always", "-o", tmp_path / "out")
        assert b"\x1b" not in (tmp_path / "out").read_bytes()


class TestStandardInput:
    def test_it_has_the_name_that_is_given(self, tmp_path):
        done = run("check", "-", "--stdin-filename", "seeds/new.txt", stdin=DIRTY.encode(), cwd=tmp_path)
        assert done.returncode == 1 and done.lines[0].startswith("seeds/new.txt:1:29: ")

    def test_options_by_path_and_exclusion_go_by_that_name(self, tmp_path):
        (tmp_path / "cleaner.toml").write_text('[per-path."old/*"]\nignore = ["hyphenation", "whitespace"]\n')
        arguments = ("check", "-", "--stdin-filename")
        assert run(*arguments, "old/a.txt", stdin=DIRTY.encode(), cwd=tmp_path).returncode == 0
        assert run(*arguments, "new/a.txt", stdin=DIRTY.encode(), cwd=tmp_path).returncode == 1
        forced = ("--exclude", "new/", "--force-exclude")
        done = run(*arguments, "new/a.txt", *forced, stdin=DIRTY.encode(), cwd=tmp_path)
        assert done.returncode == 0 and b"0 documents" in done.stderr


def test_talk_is_on_stderr_and_quiet_silences_it(seeds):
    done = run("check", seeds, "-v")
    assert b"2 documents, 2 findings, 2 to mend" in done.stderr and b"configuration: none" in done.stderr
    assert run("check", seeds, "-q").stderr == b""


def test_no_option_lets_check_write_into_the_corpus(seeds):
    before = {path: path.read_bytes() for path in seeds.iterdir()}
    for extra in ([], ["--diff"], ["--statistics"], ["--output-format", "sarif"]):
        run("check", seeds, *extra)
    assert {path: path.read_bytes() for path in seeds.iterdir()} == before


def test_every_option_says_what_it_does_and_its_variable(seeds):
    for command in ("check", "clean", "config"):
        told = run(command, "--help").stdout.decode()
        assert "CLEANER_CONFIG" in told
    assert "CLEANER_FAIL_ON" in run("check", "--help").stdout.decode()
