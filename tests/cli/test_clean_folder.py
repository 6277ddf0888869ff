"""`cleaner clean` of a folder, as a shell sees it: signals, the lock, the summary."""

import json
import signal
import subprocess
import sys
import time

import pytest

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
    assert told["seal"] == json.loads((tmp_path / "out/.cleaner/manifest.json").read_bytes())["sha256"]


def test_equal_runs_print_one_seal_and_others_another(tmp_path):
    """So that a build can compare its twin with one that was made elsewhere."""
    seals = []
    for place, text in (("one", FERRY), ("two", FERRY), ("three", FERRY + " Again.")):
        raw = put(tmp_path / place / "in", {"a.txt": text.encode()})
        done = clean(raw, "-o", tmp_path / place / "out")
        seals.append([line for line in done.stderr.splitlines() if line.startswith("seal ")])
    assert seals[0] == seals[1] != seals[2] and len(seals[2]) == 1
