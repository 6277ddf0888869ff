import subprocess
from pathlib import Path

import pytest


class Tree:
    """A repository with one commit, the branch `main`, and a branch `topic` that is checked out."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "a.txt").write_text("One.\n")
        (folder / "sub").mkdir()
        (folder / "sub" / "b.txt").write_text("Two.\n")
        self.git("init", "-q", "-b", "main", *options)
        self.commit()
        self.git("checkout", "-qb", "topic")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "x")


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path / "tree")
