"""A file appears whole or not at all, whatever fails, and what stood there before stays."""

import errno
import os
from pathlib import Path

import pytest

from cleaner.errors import OutputError
from cleaner.store import atomic


def test_writes_and_replaces(tmp_path):
    target = tmp_path / "a"
    atomic.write(target, b"one")
    atomic.write(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_writes_in_pieces_when_the_system_takes_only_some(tmp_path, monkeypatch):
    class Slow:
        def __init__(self, descriptor, *_, **__):
            self.descriptor = descriptor

        def __enter__(self):
            return self

        def __exit__(self, *_):
            os.close(self.descriptor)

        def write(self, view):
            return os.write(self.descriptor, view[:3])

    monkeypatch.setattr(atomic, "open", Slow, raising=False)
    atomic.write(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


@pytest.mark.parametrize("call", ["open", "fsync", "replace", "fstat", "close"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE])
def test_a_failing_call_leaves_what_was_there(tmp_path, monkeypatch, call, number):
    target = tmp_path / "a"
    target.write_bytes(b"old")
    real = getattr(os, call)

    def fail(*args, **kwargs):
        if call == "close":
            real(*args, **kwargs)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic.os, call, fail)
    with pytest.raises(OutputError, match="cannot be written"):
        atomic.write(target, b"new")
    monkeypatch.undo()
    # Only the folder is closed by that call, when the new file is in place, whole.
    assert target.read_bytes() == (b"new" if call == "close" else b"old")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_full_disk_in_the_middle_of_a_write(tmp_path, monkeypatch):
    """Simulated where it happens: the third write of a file that is written in pieces."""
    real = atomic._write_new

    def full(path: Path, data: bytes) -> None:
        real(path, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic, "_write_new", full)
    with pytest.raises(OutputError, match="No space left"):
        atomic.write(tmp_path / "a", b"x" * 100)
    assert list(tmp_path.iterdir()) == []


def test_a_short_file_is_not_passed_for_a_whole_one(tmp_path, monkeypatch):
    class Short:
        st_size = 1

    monkeypatch.setattr(atomic.os, "fstat", lambda _: Short)
    with pytest.raises(OutputError, match="not what is there"):
        atomic.write(tmp_path / "a", b"two")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_under_our_process_id_is_in_nobodys_way(tmp_path):
    (tmp_path / f".{os.getpid()}{atomic.TEMPORARY_SUFFIX}").write_bytes(b"half")
    atomic.write(tmp_path / "a", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_in_the_way_of_a_folder_is_refused(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        atomic.ensure_folder(tmp_path / "a" / "b")
    atomic.ensure_folder(tmp_path / "c" / "d")
    assert (tmp_path / "c" / "d").is_dir()


def test_removing_takes_the_folders_that_it_empties(tmp_path):
    folder = tmp_path / "b" / "c"
    folder.mkdir(parents=True)
    (folder / "f").write_bytes(b"")
    (tmp_path / "b" / "kept").write_bytes(b"")
    atomic.remove_file(folder / "f", inside=tmp_path)
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["kept"]
    atomic.remove_file(tmp_path / "b" / "kept", inside=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_removing_what_has_gone_is_no_error(tmp_path):
    atomic.remove_file(tmp_path / "gone", inside=tmp_path)
    atomic.remove_file(tmp_path / "no" / "folder", inside=tmp_path)


def test_removing_what_cannot_be_removed_is_one_error(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        atomic.remove_file(tmp_path / "folder", inside=tmp_path)


def test_what_waits_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    (tmp_path / "waiting").write_bytes(b"1")
    calls = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(
            atomic.os, name, lambda *given, name=name, real=real: calls.append(name) or real(*given)
        )
    atomic.move_into_place(tmp_path / "waiting", tmp_path / "there")
    assert calls == ["fsync", "replace"] and (tmp_path / "there").read_bytes() == b"1"
