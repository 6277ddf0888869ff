"""Small files as a revision has them, whatever lies in the working tree by now."""

import pytest

from cleaner.errors import InputError, UsageError
from cleaner.git.repository import open_repository
from cleaner.git.revision import Revision


@pytest.fixture
def revision(tree):
    """The branch `main`, of which every file has been changed since."""
    (tree.folder / "link").symlink_to("a.txt")
    (tree.folder / "sub" / "up").symlink_to("../link")
    (tree.folder / "out").symlink_to("/etc/hostname")
    (tree.folder / "above").symlink_to("../outside.txt")
    (tree.folder / "loop").symlink_to("loop")
    (tree.folder / "nowhere").symlink_to("missing")
    tree.commit()
    tree.git("branch", "-f", "main")
    for path in (tree.folder / "a.txt", tree.folder / "sub" / "b.txt", tree.folder / "new.txt"):
        path.write_text("Changed.\n")
    with open_repository(tree.folder, "--config-from") as repository:
        yield Revision.open(repository, "main")


def test_files_are_those_of_the_revision(tree, revision):
    assert revision.read(tree.folder / "a.txt", 100) == b"One.\n"
    assert revision.read(tree.folder / "sub" / ".." / "sub" / "b.txt", 100) == b"Two.\n"
    assert revision.find_kind(tree.folder / "a.txt") == "file"
    assert revision.find_kind(tree.folder / "new.txt") is None
    (tree.folder / "a.txt").unlink()
    assert revision.find_kind(tree.folder / "a.txt") == "file"


def test_links_are_followed_within_the_revision(tree, revision):
    assert revision.read(tree.folder / "link", 100) == b"One.\n"
    assert revision.read(tree.folder / "sub" / "up", 100) == b"One.\n"


@pytest.mark.parametrize("name", ["out", "above", "loop", "nowhere"])
def test_a_link_to_no_file_of_the_revision_is_an_error(tree, revision, name):
    (tree.folder.parent / "outside.txt").write_text("Outside.\n")
    (tree.folder / "missing").write_text("Planted.\n")
    assert revision.find_kind(tree.folder / name) == "file"
    with pytest.raises(InputError, match="is a symbolic link in main"):
        revision.read(tree.folder / name, 100)


@pytest.mark.parametrize("name", ["new.txt", "sub", "missing"])
def test_what_the_revision_lacks_is_an_error(tree, revision, name):
    with pytest.raises(InputError, match=r"does not exist in main \(--config-from reads"):
        revision.read(tree.folder / name, 100)


def test_a_file_that_is_too_large_is_an_error(tree, revision):
    assert revision.read(tree.folder / "a.txt", 5) == b"One.\n"
    with pytest.raises(InputError, match="has more than 4 bytes"):
        revision.read(tree.folder / "a.txt", 4)


def test_a_way_into_the_working_tree_leads_to_the_revision(tree, revision, tmp_path):
    (tmp_path / "way").symlink_to(tree.folder)
    assert revision.read(tmp_path / "way" / "a.txt", 100) == b"One.\n"
    assert revision.find_kind(tmp_path / "way" / "new.txt") is None


def test_a_folder_that_is_a_link_now_leads_to_the_revision(tree, revision, tmp_path):
    (tree.folder / "sub" / "b.txt").unlink()
    (tree.folder / "sub" / "up").unlink()
    (tree.folder / "sub").rmdir()
    (tmp_path / "planted").mkdir()
    (tmp_path / "planted" / "b.txt").write_text("Planted.\n")
    (tree.folder / "sub").symlink_to(tmp_path / "planted")
    assert revision.read(tree.folder / "sub" / "b.txt", 100) == b"Two.\n"


def test_what_lies_outside_is_read_where_it_lies(tree, revision, tmp_path):
    (tmp_path / "outside.txt").write_text("Outside.\n")
    assert revision.find_kind(tmp_path / "outside.txt") == "file"
    assert revision.read(tmp_path / "outside.txt", 100) == b"Outside.\n"
    (tmp_path / "link").symlink_to("outside.txt")
    revision.refuse_link_out(tmp_path / "link", tmp_path, "")
    with pytest.raises(InputError, match="out of the tree"):
        revision.refuse_link_out(tmp_path / "link", tree.folder, "")
    revision.refuse_link_out(tree.folder / "out", tree.folder, "")


def test_no_such_revision(tree):
    with (
        open_repository(tree.folder, "--config-from") as repository,
        pytest.raises(UsageError, match=r"no revision 'x' in .*--config-from wants a revision"),
    ):
        Revision.open(repository, "x")
