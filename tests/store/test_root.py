"""What is created, moved and removed through a root lies below it, whatever links stand there."""

import errno
import gc
import io
import os
import pickle
import socket
import stat
from pathlib import Path

import pytest

from cleaner.errors import OutputError
from cleaner.hashing import sha256_hex
from cleaner.store import root as root_module
from cleaner.store.folder_descriptor import FolderContent
from cleaner.store.root import Root
from tests.corpus.runs import put, tree

DATA = b"one"
HASHES = [sha256_hex(DATA), sha256_hex(b"other")]


@pytest.fixture
def root(tmp_path):
    put(tmp_path / "victim", {"v": DATA, "sub/w": DATA})
    put(tmp_path / "out", {"a": DATA, "sub/b": DATA})
    (tmp_path / "out/link").symlink_to(tmp_path / "victim")
    (tmp_path / "out/sub/link").symlink_to(tmp_path / "victim/v")
    (tmp_path / "out/dangling").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "out/fifo")
    yield Root.open(tmp_path / "out")
    assert tree(tmp_path / "victim") == {"v": DATA, "sub/w": DATA} and not (tmp_path / "nothing").exists()


def read(root, name):
    with root.open_file(name) as file:
        return file.read()


NAMES = ["link/v", "link/sub/w", "link/new", "link/new/x"]
"""Names that lead out of the folder through a link to a folder."""
LINKS = ["link", "sub/link", "dangling"]
CALLS = {
    "stat": lambda root, name: root.stat(name),
    "open": lambda root, name: root.open_file(name),
    "create": lambda root, name: root.create_file(name),
    "update": lambda root, name: root.open_to_update(name),
    "move from": lambda root, name: root.move(name, root, "moved"),
    "move to": lambda root, name: root.move("a", root, name),
    "discard": lambda root, name: root.discard(name),
    "remove": lambda root, name: root.remove(name, HASHES),
    "remove folder": lambda root, name: root.remove_folder(name),
    "list": lambda root, name: root.list_folder(name),
    "sync": lambda root, name: root.sync(name),
    "open folder": lambda root, name: root.open_folder(name),
    "refuse": lambda root, name: root.refuse_links(name),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_nothing_goes_through_a_link(root, call, name):
    with pytest.raises(OutputError, match="out/link is a symbolic link") as caught:
        call(root, name)
    assert "remove it" in caught.value.remedy
    assert (root.path / "a").read_bytes() == DATA


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("call", ["open", "update", "list", "sync", "open folder", "refuse"])
def test_a_link_itself_is_no_file_and_no_folder(root, call, name):
    if name == "sub/link" and call in ("list", "sync", "open folder", "refuse"):
        name = "sub/link/x"
    with pytest.raises(OutputError, match="is a symbolic link"):
        CALLS[call](root, name)


@pytest.mark.parametrize("name", LINKS)
def test_a_link_itself_is_replaced_and_discarded(root, name):
    with root.create_file(name) as file:
        file.write(b"two")
    assert (root.path / name).read_bytes() == b"two" and not (root.path / name).is_symlink()


@pytest.mark.parametrize("name", LINKS)
def test_a_link_is_discarded_or_replaced_by_a_move_but_is_no_output(root, name):
    assert not root.remove(name, HASHES) and (root.path / name).is_symlink()
    root.move("a", root, name)
    assert (root.path / name).read_bytes() == DATA and not (root.path / name).is_symlink()
    (root.path / name).unlink()
    (root.path / name).symlink_to("x")
    root.discard(name)
    assert root.stat(name) is None


@pytest.mark.parametrize("name", ["", "..", "../victim/v", "/etc", "sub/../../victim/v", "a\0", "x" * 256])
@pytest.mark.parametrize("call", sorted(set(CALLS) - {"list", "sync", "refuse", "open folder"}))
def test_names_that_lead_elsewhere_are_refused(root, call, name):
    with pytest.raises(OutputError, match=r"is no name of a file|is too long"):
        CALLS[call](root, name)


@pytest.mark.parametrize("name", ["..", "../victim", "sub/../../victim", "sub/..", "./sub", "sub/", "sub\0"])
@pytest.mark.parametrize("call", ["list", "sync", "refuse", "open folder"])
def test_names_of_folders_that_lead_elsewhere_are_refused(root, call, name):
    with pytest.raises(OutputError, match="is no name of a file"):
        CALLS[call](root, name)


def test_where_nothing_stands_there_is_no_link(root):
    before = root.list_folder("")
    for folder in ("", "sub", "gone", "gone/x", "a", "a/x"):
        root.refuse_links(folder)
    with pytest.raises(FileNotFoundError):
        next(root.walk("gone"))
    assert root.list_folder("") == before


def test_what_stands_at_a_name(root):
    found = root.stat("a")
    assert found is not None and found.st_size == 3
    assert root.stat("gone") is root.stat("gone/x") is root.stat("a/x") is None
    for link in LINKS:
        found = root.stat(link)
        assert found is not None and stat.S_ISLNK(found.st_mode)
    assert root.list_folder("sub") == FolderContent([], ["b", "link"])
    assert root.list_folder("") == FolderContent(["sub"], ["a", "dangling", "fifo", "link"])


@pytest.mark.parametrize("name", ["fifo", "sub"])
@pytest.mark.parametrize("call", ["open", "update"])
def test_what_is_no_regular_file_is_refused_and_not_waited_for(root, call, name):
    with pytest.raises((OutputError, IsADirectoryError)):
        CALLS[call](root, name)


def test_a_socket_is_refused(root, monkeypatch):
    monkeypatch.chdir(root.path)
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("socket")
        with pytest.raises(OSError, match=os.strerror(errno.ENXIO)):
            root.open_file("socket")


def test_a_file_is_created_with_its_folders_and_never_written_over(root, tmp_path):
    (root.path / "new").mkdir()
    (root.path / "new/f").hardlink_to(tmp_path / "victim/v")
    with root.create_file("new/f") as file:
        file.write(b"two")
    with root.create_file("new/x/y", buffering=0) as raw:
        assert raw.write(b"three") == 5
        assert read(root, "new/x/y") == b"three"
    assert tree(root.path / "new") == {"f": b"two", "x/y": b"three"}


def test_a_folder_that_another_worker_creates_meanwhile_is_the_folder(root, monkeypatch):
    mkdir = os.mkdir

    def late(name, *, dir_fd):
        mkdir(name, dir_fd=dir_fd)
        raise FileExistsError(errno.EEXIST, "File exists")

    monkeypatch.setattr(os, "mkdir", late)
    with root.create_file("new/x/y") as file:
        file.write(b"1")
    assert (root.path / "new/x/y").read_bytes() == b"1"


def test_what_comes_meanwhile_in_the_place_of_a_folder_is_not_followed(root, monkeypatch):
    def plant(name, *, dir_fd):
        os.symlink(root.path.parent / "victim", name, dir_fd=dir_fd)
        raise FileExistsError(errno.EEXIST, "File exists")

    monkeypatch.setattr(os, "mkdir", plant)
    with pytest.raises(OutputError, match="new is a symbolic link"):
        root.create_file("new/x")


def test_a_file_that_comes_meanwhile_in_the_place_of_a_folder_is_none(root, monkeypatch):
    def plant(name, *, dir_fd):
        (root.path / name).write_bytes(b"")
        raise FileExistsError(errno.EEXIST, "File exists")

    monkeypatch.setattr(os, "mkdir", plant)
    with pytest.raises(NotADirectoryError):
        root.open_folder("new")


def test_a_file_is_updated_in_place(root):
    for data in (b"12", b"3"):
        with root.open_to_update("new/u") as file:
            file.seek(0, 2)
            file.write(data)
    assert (root.path / "new/u").read_bytes() == b"123"


@pytest.mark.parametrize("name", ["new", "a"])
@pytest.mark.parametrize("call", ["create", "update"])
def test_a_new_file_has_the_rights_that_the_user_gives_to_new_files(root, call, name):
    (root.path / "a").unlink()
    if call == "create":
        put(root.path, {"a": DATA})  # it is replaced
    before = os.umask(0)
    try:
        CALLS[call](root, name).close()
    finally:
        os.umask(before)
    assert (root.path / name).stat().st_mode & 0o7777 == 0o666


def test_a_file_with_two_names_is_not_updated(root, tmp_path):
    (root.path / "h").hardlink_to(tmp_path / "victim/v")
    with pytest.raises(OutputError, match="h is no regular file of its own"):
        root.open_to_update("h")
    assert read(root, "h") == DATA


@pytest.mark.parametrize("has_unnamed", [True, False])
def test_a_file_without_a_name_is_nowhere(root, monkeypatch, has_unnamed):
    before = root.list_folder("")
    if not has_unnamed:
        opened = os.open

        def refuse(path, flags, *mode, **named):
            if flags & os.O_TMPFILE == os.O_TMPFILE:
                raise OSError(errno.EOPNOTSUPP, "Operation not supported")
            return opened(path, flags, *mode, **named)

        monkeypatch.setattr(os, "open", refuse)
    with root.create_unnamed() as file:
        assert root.list_folder("") == before
        file.write(b"one")
        file.seek(0)
        assert file.read() == b"one"
        assert os.fstat(file.fileno()).st_mode & 0o777 == 0o600
    assert root.list_folder("") == before


def test_a_file_without_a_name_lies_in_the_folder(root, monkeypatch):
    asked, opened = [], os.open

    def ask(path, flags, *given, dir_fd):
        asked.append((path, flags & ~os.O_CLOEXEC, os.path.samestat(os.fstat(dir_fd), root.path.stat())))
        return opened(path, flags, *given, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", ask)
    root.create_unnamed().close()
    assert asked[0] == (".", os.O_RDWR | os.O_TMPFILE, True) and all(is_in for *_, is_in in asked)


def test_a_new_file_is_buffered_unless_it_is_to_be_raw(root):
    with root.create_file("x") as file:  # one call of a raw file may write a part
        assert isinstance(file, io.BufferedWriter)


def test_an_output_is_removed_by_its_hash_alone(root):
    assert not root.remove("a", []) and not root.remove("a", [sha256_hex(b"other")])
    assert not root.remove("sub", HASHES) and not root.remove("fifo", HASHES)
    assert root.remove("a", HASHES) and root.stat("a") is None
    assert root.remove("a", HASHES) and root.remove("a/x", HASHES) and root.remove("gone/x", HASHES)


def test_another_file_that_comes_to_the_name_is_not_removed(root, monkeypatch):
    found, ask = (root.path / "sub/b").stat(), os.stat
    monkeypatch.setattr(os, "stat", lambda name, **named: found if named else ask(name))
    assert not root.remove("a", HASHES)
    monkeypatch.undo()
    assert root.stat("a") is not None


def test_a_file_moves_to_another_root(root, tmp_path):
    target = Root.create(tmp_path / "x/y")
    root.move("a", target, "z/b")
    assert tree(tmp_path / "x") == {"y/z/b": DATA} and root.stat("a") is None
    with pytest.raises(FileNotFoundError) as caught:
        root.move("a", target, "b")
    assert caught.value.filename == str(root.path / "a")


def test_an_error_of_the_system_names_the_whole_path(root):
    for call in (root.open_file, root.list_folder, root.remove_folder):
        with pytest.raises(FileNotFoundError) as caught:
            call("gone/x")
        assert caught.value.filename == str(root.path / "gone/x")


def count_descriptors():
    gc.collect()  # what other tests left closes as it is found
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_root_that_nobody_has_any_more_is_closed(tmp_path):
    before = count_descriptors()
    root = Root.open(tmp_path)
    assert count_descriptors() == before + 1
    del root
    assert count_descriptors() == before


def test_no_descriptor_stays_open(root):
    before = count_descriptors()
    for call in CALLS.values():
        for name in (*NAMES, *LINKS, "fifo", "a/b", "new/x/y", "sub"):
            try:
                opened = call(root, name)
            except (OSError, OutputError):
                continue
            if hasattr(opened, "close"):
                opened.close()
            put(root.path, {"a": DATA}) if not (root.path / "a").exists() else None
    del opened
    assert count_descriptors() == before


def test_the_folder_that_the_user_names_may_be_a_link(root, tmp_path):
    (tmp_path / "named").symlink_to("out")
    named = Root.open(tmp_path / "named")
    with named.create_file("n") as file:
        file.write(b"1")
    assert (tmp_path / "out/n").read_bytes() == b"1" and named.path == tmp_path / "named"


@pytest.mark.parametrize("name", ["victim/v", "victim/v/x"])
@pytest.mark.parametrize("how", [Root.open, Root.create])
def test_what_is_no_folder_is_refused(root, tmp_path, how, name):
    with pytest.raises(OutputError, match=r"is not a folder|cannot be opened"):
        how(tmp_path / name)


@pytest.mark.parametrize("how", [Root.open, Root.create])
def test_a_path_with_nul_is_refused(root, tmp_path, how):
    with pytest.raises(OutputError, match=r"cannot be opened: .*null"):
        how(tmp_path / "a\0b")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OutputError, match="gone: cannot be opened: No such file or directory"):
        Root.open(tmp_path / "gone")


def test_a_folder_that_is_there_is_not_created_again(root):
    assert Root.create(root.path) is root


def test_a_folder_that_cannot_be_created_is_refused_with_the_reason(tmp_path, monkeypatch):
    def refuse(*given, **named):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match="new: cannot be opened: Read-only file system") as caught:
        Root.create(tmp_path / "new")
    assert caught.value.remedy == "name another folder"


def test_a_root_comes_back_from_another_process_as_itself(root):
    assert pickle.loads(pickle.dumps(root)) is root
    work = root.open_folder("new/work")
    assert pickle.loads(pickle.dumps(work)) is work is root.open_folder("new/work")
    assert work.path == root.path / "new/work" and work.place == root.place / "new/work"


def send(root, monkeypatch):
    """The root as it arrives in another process, which has none of its own."""
    data = pickle.dumps(root)
    monkeypatch.setattr(root_module, "_ROOTS", {})
    return pickle.loads(data)


def test_a_root_is_opened_anew_in_another_process(root, monkeypatch):
    sent = send(root, monkeypatch)
    assert sent is not root and read(sent, "a") == DATA
    sent.refuse_swap()


def test_another_folder_that_stands_there_by_then_is_refused(root, tmp_path, monkeypatch):
    sent = send(root, monkeypatch)
    (tmp_path / "out").rename(tmp_path / "before")
    (tmp_path / "out").symlink_to(tmp_path / "victim")
    with pytest.raises(OutputError, match="out was replaced while it was in use") as caught:
        sent.create_file("new")
    assert caught.value.remedy == "run again"


def test_a_folder_that_goes_from_its_path_is_noticed(root, tmp_path):
    root.refuse_swap()
    (tmp_path / "out").rename(tmp_path / "before")
    for stand_in in (None, (tmp_path / "out").mkdir):
        if stand_in:
            stand_in()
        with pytest.raises(OutputError, match="was replaced"):
            root.refuse_swap()
    # What is open stays the folder that it was.
    assert read(root, "a") == DATA
    (tmp_path / "out").rmdir()


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EDQUOT])
def test_no_other_error_is_that_of_a_link(root, monkeypatch, number):
    def refuse(name, *given, opened=os.open, **named):
        if name == "a":
            raise OSError(number, os.strerror(number))
        return opened(name, *given, **named)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OSError, match=os.strerror(number)) as caught:
        root.open_file("a")
    assert caught.value.filename == str(root.path / "a")


def test_a_walk_leaves_no_descriptor_open(root):
    put(root.path, {"sub/c/d": DATA, "x/y/z": DATA})
    before = count_descriptors()
    assert [name for name, _ in root.walk()] == ["", "sub", "sub/c", "x", "x/y"]
    assert count_descriptors() == before
    walk = root.walk()
    assert [next(walk)[0], next(walk)[0]] == ["", "sub"]
    walk.close()
    assert count_descriptors() == before


@pytest.mark.parametrize("gone", ["sub/c", "x"])
def test_a_walk_creates_no_folder_that_goes_meanwhile(root, gone):
    (root.path / "sub/c").mkdir()
    (root.path / "x").mkdir()
    with pytest.raises(FileNotFoundError):
        for name, _ in root.walk():
            if name == "sub":
                (root.path / gone).rmdir()
    assert root.stat(gone) is None


def test_a_walk_names_the_folder_that_it_cannot_list(root, monkeypatch):
    (root.path / "sub/deep").mkdir()
    scandir = os.scandir
    listed = []

    def refuse(descriptor):
        listed.append(descriptor)
        if len(listed) == 3:
            raise PermissionError(errno.EACCES, "Permission denied")
        return scandir(descriptor)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(PermissionError) as caught:
        list(root.walk())
    assert caught.value.filename == str(root.path / "sub/deep")


def test_a_folder_that_is_named_anew_has_the_path_that_it_is_named_by(tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    old = Root.open(Path("out"))
    new = Root.open(tmp_path / "out")
    assert (old.path, new.path) == (Path("out"), tmp_path / "out")
    assert Root.open(Path("out")) is old
