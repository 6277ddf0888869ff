import multiprocessing
import os
import signal
import subprocess
import sys

import pytest

from cleaner.corpus.workers import Workers
from cleaner.errors import InputError, OutputError
from tests.cpu import cpu_seconds


def squared(number: int) -> int:
    return number * number


def dying(number: int) -> int:
    """Kills its worker for a negative number, as the system does when there is no memory left."""
    if number < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refusing(number: int) -> int:
    if number == 3:
        raise OutputError("three cannot be written")
    return number


def unreadable(number: int) -> int:
    raise InputError("has changed", path="a.jsonl", line=number, byte=7, remedy="run again")


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_results_come_in_the_order_of_the_jobs(workers):
    with Workers(workers) as pool:
        assert list(pool.map(squared, range(20), on_crash=abs)) == [n * n for n in range(20)]


@pytest.mark.slow
def test_a_job_that_kills_its_worker_takes_no_other_with_it():
    asked = []

    def killed(job):
        asked.append(job)
        return -job

    before = cpu_seconds()
    jobs = [1, 2, -3, 4, 5, -6, 7, 8]
    with Workers(2) as pool:
        assert list(pool.map(dying, jobs, on_crash=killed)) == [1, 2, 3, 4, 5, 6, 7, 8]
        assert list(pool.map(squared, jobs, on_crash=killed)) == [job * job for job in jobs]
    assert sorted(asked) == [-6, -3]
    assert cpu_seconds() - before < 60


def test_what_a_job_raises_is_raised_here():
    with pytest.raises(OutputError, match="three"), Workers(2) as pool:
        list(pool.map(refusing, range(10), on_crash=abs))


def test_an_error_of_an_input_comes_whole_from_a_worker():
    with pytest.raises(InputError) as raised, Workers(2) as pool:
        list(pool.map(unreadable, [3], on_crash=abs))
    assert str(raised.value) == "a.jsonl:3: has changed, at byte 7 (run again)"


def test_whoever_stops_asking_leaves_no_worker_behind():
    with Workers(2) as pool:
        results = pool.map(squared, range(1000), on_crash=abs)
        assert next(results) == 0
        results.close()
    assert not multiprocessing.active_children()


def here(number: int) -> int:
    return os.getpid()


def test_the_same_workers_do_one_thing_after_the_other():
    with Workers(2) as pool:
        first = set(pool.map(here, range(20), on_crash=abs))
        assert set(pool.map(here, range(20), on_crash=abs)) <= first | {
            process.pid for process in multiprocessing.active_children()
        }
        assert len(multiprocessing.active_children()) <= 2 and os.getpid() not in first


@pytest.mark.slow
def test_two_things_in_work_at_once_both_outlive_a_worker_that_dies():
    with Workers(2) as pool:
        ones = pool.map(squared, range(40), on_crash=abs)
        assert next(ones) == 0
        assert list(pool.map(dying, [1, -2, 3], on_crash=abs)) == [1, 2, 3]
        assert list(ones) == [number * number for number in range(1, 40)]


ENDING = """
import time
from cleaner.corpus.workers import Workers

def large(job):
    return bytes(200_000_000 if job else 1)

if __name__ == "__main__":
    with Workers(2) as pool:
        for _ in pool.map(large, [b""] + [bytes(50_000_000)] * 12, on_crash=len):
            time.sleep(0.9)
            raise SystemExit(7)
"""


def test_a_run_that_ends_while_jobs_and_results_are_handed_over_ends(tmp_path):
    script = tmp_path / "ending.py"
    script.write_text(ENDING)
    done = subprocess.run([sys.executable, script], capture_output=True, timeout=60, check=False)
    assert (done.returncode, b"Error" in done.stderr) == (7, False)
