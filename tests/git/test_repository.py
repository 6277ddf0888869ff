"""What git prints of a repository is read as it is, whatever the blobs hold."""

import pytest

from cleaner.errors import UsageError
from cleaner.git.repository import open_repository


def test_blobs_are_read_up_to_a_limit(tree):
    contents = {"a": b"", "b": b"\n", "c": b"0123 blob 5\nx\n", "d": b"12345678", "e": b"\0\xff"}
    for name, content in contents.items():
        (tree.folder / name).write_bytes(content)
    (tree.folder / "large").write_bytes(b"123456789" * 2)
    tree.commit()
    with open_repository(tree.folder, "--since") as repository:
        files = repository.list_files(repository.resolve("HEAD"))
        ids = {name: entry.id for name, entry in files.items()}
        found = repository.read_blobs([*ids.values(), "0" * 40], 16)
    assert {name: found.get(ids[name]) for name in (*contents, "large")} == {**contents, "large": None}


def test_modes_tell_links_and_programs_from_files(tree):
    (tree.folder / "link").symlink_to("a.txt")
    (tree.folder / "sub" / "b.txt").chmod(0o755)
    tree.commit()
    with open_repository(tree.folder, "--since") as repository:
        files = repository.list_files(repository.resolve("topic"))
    assert {name: entry.mode for name, entry in files.items()} == {
        "a.txt": "100644",
        "link": "120000",
        "sub/b.txt": "100755",
    }


@pytest.mark.parametrize("revision", ["^HEAD", "^topic"])
def test_all_but_a_revision_is_none(tree, revision):
    with (
        open_repository(tree.folder, "--since") as repository,
        pytest.raises(UsageError, match="there is no revision"),
    ):
        repository.resolve(revision)


def test_git_that_does_not_answer_is_an_error(tree, tmp_path, monkeypatch):
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec sleep 20\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")
    monkeypatch.setattr("cleaner.git.repository.PATIENCE", 0.2)
    with (
        open_repository(tree.folder, "--since") as repository,
        pytest.raises(UsageError, match="gave no answer"),
    ):
        repository.resolve("main")


def test_nothing_is_left_behind(tree, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    before = sorted(tree.folder.rglob("*"))
    with open_repository(tree.folder, "--since") as repository:
        assert repository.resolve("main") == tree.git("rev-parse", "main")
    assert sorted(tree.folder.rglob("*")) == before
    assert list((tmp_path / "temporary").iterdir()) == []
