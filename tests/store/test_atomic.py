"""A file appears whole or not at all, whatever fails, and what stood there before stays."""

import errno
import os
import stat
from pathlib import Path

import pytest

from cleaner.errors import OutputError
from cleaner.hashing import sha256_hex
from cleaner.store import atomic
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile
from tests.corpus.runs import put


def test_writes_and_replaces(tmp_path):
    root = Root.open(tmp_path)
    atomic.write(root, "a", b"one")
    atomic.write(root, "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_writes_in_pieces_when_the_system_takes_only_some(tmp_path, monkeypatch):
    create = Root.create_file

    def create_slow(root, name, buffering):
        assert buffering == 0  # else an error could be met where nobody looks
        return Slow(create(root, name, buffering))

    monkeypatch.setattr(Root, "create_file", create_slow)
    atomic.write(Root.open(tmp_path), "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


class Slow:
    """A file of which each write takes three bytes."""

    def __init__(self, file):
        self.file = file
        self.fileno = file.fileno

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, view):
        return self.file.write(view[:3])


@pytest.mark.parametrize("call", ["open", "fsync", "rename", "fstat", "close"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE])
def test_a_failing_call_leaves_what_was_there(tmp_path, monkeypatch, call, number):
    target = tmp_path / "sub" / "a"
    target.parent.mkdir()
    target.write_bytes(b"old")
    opened, real = Root.open(tmp_path), getattr(os, call)

    def fail(*args, **kwargs):
        if call == "close":
            real(*args, **kwargs)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OutputError, match="cannot be written"):
        atomic.write(opened, "sub/a", b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert {path.name for path in target.parent.iterdir()} - {"a"} <= {f".{os.getpid()}.cleaner-part"}


def test_a_full_disk_in_the_middle_of_a_write(tmp_path, monkeypatch):
    """Simulated where it happens: half of the file is written by then."""
    real = atomic._write_new

    def full(root, name, data):
        real(root, name, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic, "_write_new", full)
    with pytest.raises(OutputError, match="No space left"):
        atomic.write(Root.open(tmp_path), "a", b"x" * 100)
    assert list(tmp_path.iterdir()) == []


def test_a_short_file_is_not_passed_for_a_whole_one(tmp_path, monkeypatch):
    root = Root.open(tmp_path)

    class Short:
        st_size = 1

    monkeypatch.setattr(atomic.os, "fstat", lambda _: Short)
    with pytest.raises(OutputError, match="not what is there"):
        atomic.write(root, "a", b"two")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_under_our_process_id_is_in_nobodys_way(tmp_path):
    (tmp_path / f".{os.getpid()}{atomic.TEMPORARY_SUFFIX}").write_bytes(b"half")
    atomic.write(Root.open(tmp_path), "a", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("plant", [Path.symlink_to, Path.hardlink_to])
def test_a_link_at_the_temporary_name_is_removed_and_not_written_to(tmp_path, plant):
    victim, folder = tmp_path / "victim", tmp_path / "out"
    victim.write_bytes(b"theirs")
    folder.mkdir()
    plant(folder / f".{os.getpid()}{atomic.TEMPORARY_SUFFIX}", victim)
    atomic.write(Root.open(folder), "a", b"ours")
    assert victim.read_bytes() == b"theirs" and (folder / "a").read_bytes() == b"ours"
    assert [path.name for path in folder.iterdir()] == ["a"]


def test_a_file_in_the_way_of_a_folder_is_refused(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OutputError, match="a/b/c: cannot be written: Not a directory") as caught:
        atomic.write(Root.open(tmp_path), "a/b/c", b"")
    assert caught.value.remedy == "nothing stands there half-written"


def test_removing_takes_the_folders_that_it_empties(tmp_path):
    put(tmp_path, {"b/c/f": b"", "b/kept": b""})
    root = Root.open(tmp_path)
    assert atomic.remove_file(root, "b/c/f", None)
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["kept"]
    assert atomic.remove_file(root, "b/kept", [sha256_hex(b"")])
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_has_another_hash_stays(tmp_path):
    put(tmp_path, {"a/b": b"by hand"})
    assert not atomic.remove_file(Root.open(tmp_path), "a/b", [sha256_hex(b"")])
    assert (tmp_path / "a/b").read_bytes() == b"by hand"


@pytest.mark.parametrize("hashes", [None, ()])
def test_removing_what_has_gone_is_no_error(tmp_path, hashes):
    assert atomic.remove_file(Root.open(tmp_path), "gone", hashes)
    assert atomic.remove_file(Root.open(tmp_path), "no/folder", hashes)
    put(tmp_path, {"file": b"where its folder was"})
    assert atomic.remove_file(Root.open(tmp_path), "file/gone", hashes)
    assert (tmp_path / "file").is_file()


def test_removing_what_cannot_be_removed_is_one_error(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="folder: cannot be written"):
        atomic.remove_file(Root.open(tmp_path), "folder", None)


def test_what_waits_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    (tmp_path / "waiting").write_bytes(b"1")
    root, calls = Root.open(tmp_path), []
    for name in ("fsync", "rename"):
        real = getattr(os, name)
        monkeypatch.setattr(
            os,
            name,
            lambda *given, name=name, real=real, **named: calls.append(name) or real(*given, **named),
        )
    atomic.move_into_place(ScratchFile(root, "waiting"), 1, root, "there")
    assert calls == ["fsync", "rename"] and (tmp_path / "there").read_bytes() == b"1"


@pytest.fixture
def calls(monkeypatch):
    """What is synced, moved and removed, in order: the names of the calls, "folder" for the sync of one."""
    done = []

    def record(name):
        real = getattr(os, name)

        def call(*given, **named):
            is_folder = name == "fsync" and stat.S_ISDIR(os.fstat(given[0]).st_mode)
            done.append("folder" if is_folder else name)
            return real(*given, **named)

        monkeypatch.setattr(os, name, call)

    for name in ("fsync", "rename", "unlink"):
        record(name)
    return done


def test_a_file_is_on_the_disk_before_it_has_its_name_and_its_name_afterwards(tmp_path, calls):
    atomic.write(Root.open(tmp_path), "a", b"1")
    assert calls[:3] == ["fsync", "rename", "folder"]


def test_a_file_is_written_beside_its_place_and_its_folder_is_synced(tmp_path, monkeypatch):
    put(tmp_path, {"sub/a": b"1"})
    seen, move, sync = [], Root.move, Root.sync
    monkeypatch.setattr(
        Root, "move", lambda root, name, *to: seen.append(name.rpartition("/")[0]) or move(root, name, *to)
    )
    monkeypatch.setattr(Root, "sync", lambda root, folder: seen.append(folder) or sync(root, folder))
    atomic.write(Root.open(tmp_path), "sub/a", b"2")
    assert seen == ["sub", "sub"]


def test_only_the_folders_of_what_is_removed_go(tmp_path):
    put(tmp_path, {"a/b/c/d/f": b""})
    for name in ("b", "c", "d", "a/kept"):
        (tmp_path / name).mkdir()
    assert atomic.remove_file(Root.open(tmp_path), "a/b/c/d/f", None)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == [
        "a",
        "a/kept",
        "b",
        "c",
        "d",
    ]


@pytest.mark.parametrize("hashes", [None, [sha256_hex(b"1")]])
def test_a_removal_is_on_the_disk(tmp_path, calls, hashes):
    put(tmp_path, {"a/b": b"1"})
    atomic.remove_file(Root.open(tmp_path), "a/b", hashes)
    assert calls == ["unlink", "folder"]


def test_a_sync_of_a_folder_is_one(tmp_path, calls):
    atomic.sync_folder(Root.open(tmp_path), "")
    assert calls == ["folder"]


def test_what_has_another_size_than_it_had_is_not_moved(tmp_path):
    put(tmp_path, {"waiting": b"12", "there": b"old"})
    root = Root.open(tmp_path)
    with pytest.raises(OutputError, match="there: cannot be written: what was written is not what is there"):
        atomic.move_into_place(ScratchFile(root, "waiting"), 1, root, "there")
    assert (tmp_path / "there").read_bytes() == b"old"


def test_a_folder_that_cannot_be_synced_is_one_error(tmp_path):
    with pytest.raises(OutputError, match="gone: cannot be written"):
        atomic.sync_folder(Root.open(tmp_path), "gone")
