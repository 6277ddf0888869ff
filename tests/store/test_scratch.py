import errno

import pytest

from cleaner.hashing import sha256_hex
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile


@pytest.fixture
def scratch(tmp_path):
    return ScratchFile(Root.open(tmp_path), "a")


def test_nothing_stands_there_before_all_of_it_does(scratch):
    new = scratch._replace(name="new/a")
    with new.create() as file:
        file.write(b"one")
        file.flush()
        assert not new.path.exists()
    assert new.path.read_bytes() == new.read() == b"one"


def test_where_writing_ends_early_the_file_stays_what_it_was(tmp_path, scratch):
    scratch.write(b"one")
    with pytest.raises(KeyboardInterrupt), scratch.create() as file:
        file.write(b"tw")
        raise KeyboardInterrupt
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"one")]


def test_what_takes_the_name_is_whole_and_waited_beside_it(scratch, monkeypatch):
    scratch.below("x").write(b"one")
    seen, move = [], Root.move

    def look(root, name, *to):
        with root.open_file(name) as file:
            seen.append((name.rpartition("/")[0], file.read()))
        move(root, name, *to)

    monkeypatch.setattr(Root, "move", look)
    scratch.below("x").write(b"two")
    assert seen == [("a", b"two")]


def test_what_ended_the_writing_is_said_though_the_rest_cannot_be_removed(scratch, monkeypatch):
    def refuse(*given):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Root, "discard", refuse)
    with pytest.raises(KeyboardInterrupt), scratch.create():
        raise KeyboardInterrupt


def test_two_that_write_the_same_do_not_meet(tmp_path, scratch):
    with scratch.create() as first:
        first.write(b"on")
        with scratch.create() as second:
            second.write(b"one")
        assert scratch.read() == b"one"
        first.write(b"e")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"one")]


def test_files_are_named_by_others(scratch):
    assert scratch._replace(name="x.y/a.frames").with_suffix(".json").name == "x.y/a.json"
    assert scratch.below("b.c").name == "a/b.c" and scratch.below("b").path == scratch.root.place / "a/b"


def test_a_hash_is_that_of_the_bytes_and_empty_for_none(scratch):
    assert scratch.hash() == ""
    scratch.write(b"one")
    assert scratch.hash() == sha256_hex(b"one")
    scratch.discard()
    scratch.discard()
    assert scratch.hash() == ""
