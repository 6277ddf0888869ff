import errno
import fcntl
import os
import socket
import subprocess
import sys

import pytest

from cleaner.errors import OutputError
from cleaner.store.folder import LOCK
from cleaner.store.lock import lock_folder
from cleaner.store.root import Root

HOLD = """
import sys, time
from pathlib import Path
from cleaner.store.lock import lock_folder
from cleaner.store.root import Root
from cleaner.store.root import Root
with lock_folder(Root.open(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_told_who_holds_the_lock(tmp_path):
    with lock_folder(Root.open(tmp_path)):
        code = "from pathlib import Path; import sys; from cleaner.store.lock import lock_folder\n"
        code += "from cleaner.store.root import Root\n"
        code += "with lock_folder(Root.open(Path(sys.argv[1]))): pass"
        done = subprocess.run(
            [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False
        )
        assert done.returncode and f"is being written by process {os.getpid()} on" in done.stderr
    assert not (tmp_path / LOCK).exists()


def test_the_lock_of_a_killed_run_is_no_lock(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(OutputError, match=f"process {holder.pid}"), lock_folder(Root.open(tmp_path)):
            pass
        holder.kill()
    assert (tmp_path / LOCK).exists()
    with lock_folder(Root.open(tmp_path)):
        pass
    assert not (tmp_path / LOCK).exists()


def test_an_owner_that_cannot_be_read_is_another_process(tmp_path):
    with lock_folder(Root.open(tmp_path)):
        (tmp_path / LOCK).write_bytes(b"[")
        with pytest.raises(OutputError, match="by another process"), lock_folder(Root.open(tmp_path)):
            pass


def test_what_an_earlier_owner_left_is_no_part_of_the_new_one(tmp_path):
    (tmp_path / LOCK).parent.mkdir()
    (tmp_path / LOCK).write_bytes(b"x" * 1000)
    with (
        lock_folder(Root.open(tmp_path)),
        pytest.raises(OutputError, match=f"process {os.getpid()} on '{socket.gethostname()}'") as caught,
        lock_folder(Root.open(tmp_path)),
    ):
        pass
    assert caught.value.remedy == "wait for it to end, or name another folder"


@pytest.mark.parametrize(
    "owner", [b"[]", b"{}", b'{"pid": "x", "host": "h"}', b'{"pid": null, "host": "h"}', b"1"]
)
def test_an_owner_of_another_shape_is_another_process(tmp_path, owner):
    with lock_folder(Root.open(tmp_path)):
        (tmp_path / LOCK).write_bytes(owner)
        with pytest.raises(OutputError, match="by another process"), lock_folder(Root.open(tmp_path)):
            pass


def test_a_folder_that_cannot_be_locked_is_an_error(tmp_path):
    (tmp_path / LOCK).mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be locked"), lock_folder(Root.open(tmp_path)):
        pass


def test_a_system_without_locks_is_an_error(tmp_path, monkeypatch):
    def refused(*given):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    with (
        pytest.raises(OutputError, match="cannot be locked: No locks available"),
        lock_folder(Root.open(tmp_path)),
    ):
        pass


@pytest.mark.parametrize("has_next", [False, True])
def test_a_lock_that_its_owner_removes_meanwhile_is_none(tmp_path, monkeypatch, has_next):
    taken = fcntl.flock

    def ended(descriptor, how):
        (tmp_path / LOCK).unlink()
        if has_next:  # a third run has made its own
            (tmp_path / LOCK).write_bytes(b"{}")
        taken(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", ended)
    with (
        pytest.raises(OutputError, match="just been written by another run"),
        lock_folder(Root.open(tmp_path)),
    ):
        pass
