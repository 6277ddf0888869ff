"""Which files changed since a revision: those with other bytes, however the tree came to have them."""

import os
import subprocess

import pytest

from cleaner.errors import UsageError
from cleaner.git.changed_files import find_changed_files
from cleaner.hashing import sha256_hex
from tests.git.conftest import Tree


def changed(tree, *names, revision="main", folder=None):
    """The names of the files that changed, of those named or of all."""
    folder = folder or tree.folder
    paths = [folder / name for name in names or ("a.txt", "sub/b.txt")]
    found = find_changed_files(revision, folder, paths)
    return [str(path.relative_to(folder)) for path in sorted(found)]


def test_the_same_bytes_did_not_change_whatever_the_times_and_the_mode(tree):
    os.utime(tree.folder / "a.txt", (1, 1))
    (tree.folder / "sub" / "b.txt").chmod(0o755)
    assert changed(tree) == []


@pytest.mark.parametrize("content", ["", "One", "One.\r\n", "Two.\n"])
def test_other_bytes_changed(tree, content):
    (tree.folder / "a.txt").write_bytes(content.encode())
    assert changed(tree) == ["a.txt"]


def test_what_is_missing_or_outside_of_the_repository_is_new(tree):
    (tree.folder / "a.txt").unlink()
    (tree.folder.parent / "c.txt").write_text("One.\n")
    assert changed(tree, "a.txt", "sub/b.txt", "../c.txt") == ["../c.txt", "a.txt"]


def test_names_are_bytes(tree):
    name = os.fsdecode(b"a\tb\nc \xff.txt")
    (tree.folder / name).write_text("Three.\n")
    assert changed(tree, name) == [name]
    tree.commit()
    assert changed(tree, name, revision="HEAD") == []


def test_a_repository_of_sha256(tmp_path):
    tree = Tree(tmp_path / "tree", "--object-format=sha256")
    (tree.folder / "a.txt").write_text("Other.\n")
    assert changed(tree) == ["a.txt"]


class TestLinks:
    @pytest.fixture
    def tree(self, tree):
        (tree.folder / "c.txt").symlink_to("a.txt")
        tree.commit()
        return tree

    def test_a_link_is_the_same_if_target_and_content_are(self, tree):
        assert changed(tree, "c.txt", revision="HEAD") == []
        (tree.folder / "a.txt").write_text("Other.\n")
        assert changed(tree, "c.txt", revision="HEAD") == ["c.txt"]

    def test_a_link_that_leads_elsewhere_changed(self, tree):
        (tree.folder / "c.txt").unlink()
        (tree.folder / "c.txt").symlink_to("sub/b.txt")
        assert changed(tree, "c.txt", revision="HEAD") == ["c.txt"]

    def test_a_file_in_the_place_of_a_link_changed(self, tree):
        (tree.folder / "c.txt").unlink()
        (tree.folder / "c.txt").write_text("One.\n")
        assert changed(tree, "c.txt", revision="HEAD") == ["c.txt"]

    def test_what_is_named_through_a_link_to_a_folder_is_new(self, tree):
        (tree.folder / "link").symlink_to("sub")
        assert changed(tree, "link/b.txt", revision="HEAD") == ["link/b.txt"]

    def test_a_working_tree_may_be_behind_a_link(self, tree, tmp_path):
        (tmp_path / "link").symlink_to(tree.folder)
        assert changed(tree, folder=tmp_path / "link") == []

    def test_a_link_out_of_the_repository_changed(self, tree, tmp_path):
        (tmp_path / "outside.txt").write_text("One.\n")
        (tree.folder / "a.txt").unlink()
        (tree.folder / "a.txt").symlink_to(tmp_path / "outside.txt")
        assert changed(tree) == ["a.txt"]


class TestLargeFileStorage:
    """A repository may hold a pointer in the place of a file; the working tree holds the file."""

    @pytest.fixture
    def tree(self, tree):
        digest = sha256_hex(b"Large.\n")
        (tree.folder / "a.txt").write_text(
            f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 7\n"
        )
        tree.commit()
        return tree

    def test_the_pointer_itself_did_not_change(self, tree):
        assert changed(tree, revision="HEAD") == []

    def test_the_file_that_it_stands_for_did_not_change(self, tree):
        (tree.folder / "a.txt").write_text("Large.\n")
        assert changed(tree, revision="HEAD") == []

    def test_another_file_changed(self, tree):
        (tree.folder / "a.txt").write_text("Larger.\n")
        assert changed(tree, revision="HEAD") == ["a.txt"]


class TestWhereTheRepositoryLies:
    def test_a_linked_working_tree_has_a_head_of_its_own(self, tree, tmp_path):
        (tree.folder / "a.txt").write_text("Other.\n")
        tree.commit()
        tree.git("worktree", "add", "-q", str(tmp_path / "linked"), "main")
        assert changed(tree, folder=tmp_path / "linked", revision="HEAD") == []
        assert changed(tree, folder=tmp_path / "linked", revision="topic") == []
        assert changed(tree, "b.txt", folder=tmp_path / "linked" / "sub", revision="HEAD@{0}") == []

    def test_a_repository_apart_from_its_working_tree_is_named_by_the_environment(
        self, tree, tmp_path, monkeypatch
    ):
        (tree.folder / ".git").rename(tmp_path / "apart.git")
        with pytest.raises(UsageError, match="is in no git repository"):
            changed(tree)
        monkeypatch.setenv("GIT_DIR", str(tmp_path / "apart.git"))
        monkeypatch.setenv("GIT_WORK_TREE", str(tree.folder))
        assert changed(tree) == []

    def test_what_a_hook_has_in_its_environment_is_not_passed_on(self, tree, monkeypatch):
        for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE", "GIT_COMMON_DIR"):
            monkeypatch.setenv(name, "/nowhere")
        monkeypatch.setenv("GIT_CONFIG_COUNT", "broken")
        assert changed(tree) == []

    def test_a_folder_that_is_no_repository_is_passed_over(self, tree):
        (tree.folder / "sub" / ".git").mkdir()
        assert changed(tree, folder=tree.folder / "sub") == ["a.txt", "sub/b.txt"]

    def test_borrowed_objects_are_found(self, tree, tmp_path):
        subprocess.run(["git", "clone", "-qs", tree.folder, tmp_path / "shared"], check=True)
        assert changed(tree, folder=tmp_path / "shared", revision="origin/main") == []


class TestErrors:
    def test_without_git(self, tree, monkeypatch):
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(UsageError, match="--since needs git"):
            changed(tree)

    @pytest.mark.parametrize("revision", ["nowhere", "", "-", "--all", "main:a.txt", "a b", "@{upstream}"])
    def test_what_is_no_revision(self, tree, revision):
        with pytest.raises(UsageError, match=r"there is no revision .*--since wants a revision"):
            changed(tree, revision=revision)

    def test_a_revision_without_common_history(self, tree):
        tree.git("checkout", "-q", "--orphan", "other")
        (tree.folder / "a.txt").write_text("Other.\n")
        tree.commit()
        with pytest.raises(UsageError, match="no common history"):
            changed(tree)

    def test_a_shallow_clone_lacks_the_revision(self, tree, tmp_path):
        (tree.folder / "a.txt").write_text("Other.\n")
        tree.commit()
        url = f"file://{tree.folder}"
        subprocess.run(["git", "clone", "-q", "--depth", "1", url, tmp_path / "shallow"], check=True)
        assert changed(tree, folder=tmp_path / "shallow", revision="HEAD") == []
        with pytest.raises(UsageError, match=r"no revision 'HEAD~1'.*fetch-depth: 0"):
            changed(tree, folder=tmp_path / "shallow", revision="HEAD~1")
