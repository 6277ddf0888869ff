"""The command line as a user meets it: streams, policy, help, and the laws that hold across commands."""

import subprocess
import sys

import pytest

from tests.console import run, run_program
from tests.sample_corpus import tree
from tests.seeds import DIRTY


def test_version():
    done = run_program("--version")
    assert done.returncode == 0 and done.stdout.startswith(b"seedclean ")


def test_check_prints_places_and_exits_1(seeds, tmp_path):
    before = tree(tmp_path)
    done = run("check", "seeds", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        'seeds/dirty.txt:1:29: hyphenation.broken-word remove "-"',
        'seeds/dirty.txt:1:51: whitespace.trailing remove "  "',
    ]
    assert tree(tmp_path) == before


def test_a_closed_pipe_is_quiet(seeds):
    (seeds / "dirty.txt").write_text(DIRTY * 1500)  # findings past what a pipe holds
    check = f"'{sys.executable}' -m cleaner check '{seeds}' -q | head -1"
    done = subprocess.run(["bash", "-c", check], capture_output=True, check=False)
    assert done.stderr == b"" and done.stdout.count(b"\n") == 1


def test_policy_options(seeds):
    only = run("check", seeds, "-q", "--select", "whitespace")
    assert b"whitespace.trailing" in only.stdout and b"hyphenation" not in only.stdout
    ignored = run("check", seeds, "-q", "--ignore", "whitespace", "--ignore", "hyphenation.broken-word")
    assert (ignored.returncode, ignored.stdout) == (0, b"")
    certain = run("clean", "-", "-q", "--certain-only", stdin=DIRTY.encode())
    assert certain.stdout == DIRTY.rstrip().encode() + b"\n"
    wrong = run("check", seeds, "--select", "hyphenatoin")
    assert wrong.returncode == 2 and b"did you mean hyphenation?" in wrong.stderr


def test_what_is_withheld_is_reported_and_fails_nothing(seeds):
    (seeds / "dirty.txt").write_text("The gate is a matter of secu-rity, said the board.\n")
    done = run("check", seeds, "-q", "--certain-only")
    assert done.returncode == 0
    assert b'hyphenation.broken-word would remove "-"' in done.stdout


def test_law_7_check_and_clean_find_the_same(seeds, tmp_path):
    checked = run("check", seeds, "-q").stdout.count(b"\n")
    run("clean", seeds, "-o", tmp_path / "out")
    trail = (tmp_path / "out" / ".cleaner" / "trail" / "00000.jsonl").read_bytes()
    assert trail.count(b"\n") == checked == 2


def test_law_8_the_same_bytes_whatever_the_order_and_the_machine(tmp_path):
    roots = []
    for name in ("one", "two", "three"):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(3):
            (folder / f"{number}.txt").write_text(DIRTY + f"Line {name} {number}.\n" * number + DIRTY * 2)
        roots.append(folder)
    seen = set()
    for number, (order, env) in enumerate(
        [
            (roots, {}),
            (roots[::-1], {"PYTHONHASHSEED": "1"}),
            (roots[1:] + roots[:1], {"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Karachi"}),
            (roots, {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "PYTHONUTF8": "0"}),
        ]
    ):
        out = tmp_path / f"out{number}"
        assert run_program("clean", *order, "-o", out, env=env).returncode == 0
        seen.add(tuple(sorted(tree(out).items())))
    assert len(seen) == 1


@pytest.mark.parametrize(
    "arguments", [["clean", "-"], ["clean", "-", "--input-format", "jsonl"], ["explain"]]
)
def test_a_full_disk_behind_a_pipe_is_one_line_and_no_finding(arguments):
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "cleaner", *arguments],
            input=b'{"text": "a  "}\n',
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ended.returncode, ended.stderr.decode().splitlines()[-1:]) == (
        2,
        ["error: an output cannot be written: No space left on device"],
    )


@pytest.mark.parametrize(("closed", "name"), [("<&-", "input"), (">&-", "output"), ("2>&-", "")])
def test_a_closed_stream_is_refused(closed, name):
    command = f'exec "$0" -m cleaner clean - {closed}'
    ended = subprocess.run(["sh", "-c", command, sys.executable], input=b"", capture_output=True, check=False)
    said = f"error: standard {name} is closed (open it, or name /dev/null)\n" if name else ""
    assert (ended.returncode, ended.stdout, ended.stderr.decode()) == (2, b"", said)


@pytest.mark.parametrize("command", ["verify", "why", "map", "project", "report"])
def test_each_command_has_help(command):
    assert run(command, "--help").returncode == 0
