import os
import signal
import time

import pytest

from cleaner.corpus.workers import Workers
from cleaner.errors import InputError, OutputError


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
    assert list(Workers(squared, workers, killed=abs).run(range(20))) == [n * n for n in range(20)]


def test_a_job_that_kills_its_worker_takes_no_other_with_it():
    asked = []

    def killed(job):
        asked.append(job)
        return -job

    before = time.monotonic()
    jobs = [1, 2, -3, 4, 5, -6, 7, 8]
    assert list(Workers(dying, 2, killed=killed).run(jobs)) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert sorted(asked) == [-6, -3]
    assert time.monotonic() - before < 60


def test_what_a_job_raises_is_raised_here():
    with pytest.raises(OutputError, match="three"):
        list(Workers(refusing, 2, killed=abs).run(range(10)))


def test_an_error_of_an_input_comes_whole_from_a_worker():
    with pytest.raises(InputError) as raised:
        list(Workers(unreadable, 2, killed=abs).run([3]))
    assert str(raised.value) == "a.jsonl:3: has changed, at byte 7 (run again)"


def test_whoever_stops_asking_leaves_no_worker_behind():
    results = Workers(squared, 2, killed=abs).run(range(1000))
    assert next(results) == 0
    results.close()
    import multiprocessing

    assert not multiprocessing.active_children()
