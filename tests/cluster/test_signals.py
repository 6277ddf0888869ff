import os
import signal
import threading

import pytest

from cleaner.cluster.signals import delay_signals


@pytest.fixture(autouse=True)
def _interrupting():
    """An interrupt raises, also where whoever started this ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_signal_waits_for_the_end_of_the_block():
    done, before = [], signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), delay_signals():
        os.kill(os.getpid(), signal.SIGINT)
        done.append("all of it")
    assert done == ["all of it"]
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_of_the_block_is_the_one_that_is_raised():
    with pytest.raises(ZeroDivisionError), delay_signals():
        os.kill(os.getpid(), signal.SIGINT)
        raise ZeroDivisionError


def test_what_was_ignored_is_ignored():
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with delay_signals():
            os.kill(os.getpid(), signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_another_thread_leaves_signals_alone():
    seen = []

    def work():
        with delay_signals():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]
