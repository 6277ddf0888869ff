"""A walk goes to any depth and through no link."""

import errno
import subprocess
from time import process_time

import pytest

from cleaner.errors import OutputError
from cleaner.store.folder_walk import clear, join_name, walk
from cleaner.store.root import Root
from tests.corpus.runs import put


def test_a_walk_lists_each_folder_before_those_in_it(tmp_path):
    put(tmp_path, {"b/y/z": b"", "b/x": b"", "a": b"", "c/d": b""})
    (tmp_path / "link").symlink_to("b")
    root = Root.open(tmp_path)
    assert list(walk(root)) == [
        ("", (["b", "c"], ["a", "link"])),
        ("b", (["y"], ["x"])),
        ("b/y", ([], ["z"])),
        ("c", ([], ["d"])),
    ]
    assert [name for name, _ in walk(root, "b")] == ["b", "b/y"]


def test_a_walk_does_not_enter_what_the_caller_takes_out(tmp_path):
    put(tmp_path, {"a/x": b"", "b/x": b""})
    seen = []
    for name, content in walk(Root.open(tmp_path)):
        seen.append(name)
        content.folders[:] = [folder for folder in content.folders if folder != "a"]
    assert seen == ["", "b"]


def test_a_folder_that_cannot_be_listed_is_one_error(tmp_path, monkeypatch):
    def refused(root, name):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Root, "walk", refused)
    with pytest.raises(OutputError, match=f"{tmp_path}/a: cannot be read or written: Permission denied"):
        list(walk(Root.open(tmp_path), "a"))


def test_depth_costs_a_walk_little_and_is_not_cleared(tmp_path):
    root = Root.open(tmp_path)
    with root.create_file("/".join(["d"] * 2000)):
        pass
    before = process_time()
    assert sum(1 for _ in walk(root)) == 2000
    assert process_time() - before < 1
    with pytest.raises(OutputError, match="d holds folders in folders") as caught:
        clear(root, "d")
    assert caught.value.remedy == "remove it by hand"
    # What removes the folders of tests does not go so deep.
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)


def test_what_is_not_too_deep_is_cleared(tmp_path):
    root = Root.open(tmp_path)
    with root.create_file("/".join(["d"] * 66)):
        pass
    clear(root, "d")
    assert list(tmp_path.iterdir()) == []
    with root.create_file("/".join(["d"] * 67)):
        pass
    with pytest.raises(OutputError, match="d holds folders in folders"):
        clear(root, "d")


def test_clearing_follows_no_link(tmp_path):
    put(tmp_path, {"victim/v": b"1", "out/work/a/b": b"2"})
    (tmp_path / "out/work/folder").symlink_to(tmp_path / "victim")
    (tmp_path / "out/work/file").symlink_to(tmp_path / "victim/v")
    root = Root.open(tmp_path / "out")
    clear(root, "work")
    clear(root, "work")
    assert list((tmp_path / "out").iterdir()) == [] and (tmp_path / "victim/v").read_bytes() == b"1"
    (tmp_path / "out/work").symlink_to(tmp_path / "victim")
    with pytest.raises(OutputError, match="work is a symbolic link"):
        clear(root, "work")
    assert (tmp_path / "victim/v").read_bytes() == b"1"


def test_what_cannot_be_cleared_is_one_error(tmp_path):
    put(tmp_path, {"a": b""})
    with pytest.raises(OutputError, match="a: cannot be read or written: Not a directory"):
        clear(Root.open(tmp_path), "a")


def test_names_are_joined():
    assert join_name("", "a") == "a" and join_name("a/b", "c") == "a/b/c"
