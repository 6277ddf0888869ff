"""Runs as a shell sees them: signals, locks, progress, streams of records."""

import json
import signal
import subprocess
import sys
import time

import pytest

from cleaner.cli.progress import Progress
from tests.corpus.runs import put, tree
from tests.cpu import cpu_seconds

FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."
COMMAND = [sys.executable, "-m", "cleaner"]


def clean(*given: object, **named: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "clean", *map(str, given)], capture_output=True, text=True, check=False, **named
    )


def many(folder, count=2600):
    return put(
        folder,
        {f"{number:04}.txt": f"{FERRY}  \n\n\n\nIt was day {number}.\n".encode() for number in range(count)},
    )


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_signal_ends_a_run_soon_and_the_next_run_goes_on(tmp_path, number, code, jobs):
    raw = many(tmp_path / "in")
    before = cpu_seconds()
    with subprocess.Popen(
        [*COMMAND, "clean", raw, "-o", tmp_path / "out", "-j", str(jobs)],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        work = tmp_path / "out/.cleaner/work"
        deadline = time.monotonic() + 60
        while not list(work.glob("*.at")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
    assert process.returncode == code and cpu_seconds() - before < 3
    assert "Traceback" not in told and "run again to go on" in told
    assert not [name for name in tree(tmp_path / "out") if name.endswith(".txt")]
    done = clean(raw, "-o", tmp_path / "out", "-j", jobs)
    assert done.returncode == 0, done.stderr
    assert len([name for name in tree(tmp_path / "out") if name.endswith(".txt")]) == 2600


@pytest.mark.slow
def test_two_runs_do_not_write_one_folder(tmp_path):
    raw = many(tmp_path / "in")
    with subprocess.Popen([*COMMAND, "clean", raw, "-o", tmp_path / "out", "-q"]) as first:
        lock = tmp_path / "out/.cleaner/lock"
        deadline = time.monotonic() + 60
        while not (lock.exists() and lock.read_bytes()) and time.monotonic() < deadline:
            time.sleep(0.02)
        second = clean(raw, "-o", tmp_path / "out")
        assert second.returncode == 2
        assert f"is being written by process {first.pid} on" in second.stderr
    assert first.returncode == 0 and not lock.exists()


def test_the_summary_can_be_read_by_programs(tmp_path):
    raw = put(tmp_path / "in", {"a.txt": FERRY.encode() + b"  \n", "b.jsonl": b'{"text": 7}\n'})
    done = clean(raw, "-o", tmp_path / "out", "--log-format", "json")
    assert done.returncode == 3
    problem, summary = done.stderr.splitlines()
    assert problem.startswith(f"error: {raw}/b.jsonl:1: ")
    told = json.loads(summary)
    assert told["event"] == "summary" and told["exit_code"] == 3
    assert told["counts"]["documents_found"] == 2
    assert told["rules"]["whitespace.trailing"]["edits"] == 1


def test_the_answer_to_a_line_comes_before_the_next_line_is_read():
    with subprocess.Popen(
        [*COMMAND, "clean", "-", "--input-format", "jsonl", "-q"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for text in ("secu-rity comes first", "It isnâ€™t so.  "):
            process.stdin.write(json.dumps({"text": text}, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())["text"]
            assert answer in ("security comes first", "It isn’t so.")
        process.stdin.close()
    assert process.returncode == 0


class Clock:
    def __init__(self):
        self.time = 0.0

    def __call__(self):
        return self.time


@pytest.mark.parametrize(
    ("terminal", "json_lines", "expected"),
    [
        (
            False,
            False,
            ["cleaning  1 of 4 tasks  10 documents, 0 a second  3 findings  about 93 s left\n"],
        ),
        (True, False, ["\rcleaning  0 of 4 tasks  0 documents, 0 a second  0 findings"]),
    ],
)
def test_progress_is_told_now_and_then(terminal, json_lines, expected):
    said, clock = [], Clock()
    progress = Progress(quiet=False, json_lines=json_lines, terminal=terminal, now=clock, out=said.append)
    progress.begin("prepare", 4)
    clock.time = 31.0
    progress.done(10, 1000, 3)
    progress.look()
    assert said[: len(expected)] == expected
    assert len(said) == len(expected) + terminal


def test_progress_for_programs_is_json():
    said, clock = [], Clock()
    progress = Progress(quiet=False, json_lines=True, terminal=True, now=clock, out=said.append)
    progress.begin("prepare", 2)
    clock.time = 29.0
    progress.look()
    assert not said
    clock.time = 31.0
    progress.done(10, 3100, 3)
    assert json.loads(said[0]) == {
        "event": "progress",
        "phase": "prepare",
        "tasks": 2,
        "tasks_done": 1,
        "documents": 10,
        "findings": 3,
        "characters_per_second": 100,
    }


def test_progress_counts_documents_that_others_tell_of_in_heaps():
    said, clock = [], Clock()
    progress = Progress(quiet=False, json_lines=True, terminal=True, now=clock, out=said.append)
    progress.begin("prepare", 2)
    progress.tick(40)
    clock.time = 31.0
    progress.tick(3)
    assert not said  # nobody looks at the clock for each of them
    progress.tick(13)
    assert json.loads(said[0])["documents"] == 56
