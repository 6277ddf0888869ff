"""Where the repository of a folder lies, and a view of it for git that holds none of its configuration.

A stranger's `.git/config` names programs that git runs: filters, hooks, a file system monitor, remotes from
which missing objects are fetched. So git is shown another folder: with a configuration of ours, and with
links to the objects and refs of the repository.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import UsageError
from cleaner.formats.selection import absolute_path
from cleaner.small_file import MIB, read_small, read_small_if_present

_POINTER = 1 << 16
"""Bytes of a file that holds one path or one name: far more than a path can have."""
_SHA256 = re.compile(rb"^[ \t]*objectformat[ \t]*=[ \t]*\"?sha256\b", re.IGNORECASE | re.MULTILINE)

_HASH_FOLDERS = tuple(f"{number:02x}" for number in range(256))
"""The folders of a store that hold objects by themselves."""


class GitFolder(NamedTuple):
    """The repository of a working tree: `top` is the tree's highest folder, as the caller named it.

    `own` holds what is of this working tree alone (HEAD), `common` what all of them share (refs, objects).
    """

    top: Path
    own: Path
    common: Path


def find_git_folder(folder: Path) -> GitFolder | None:
    """Find the repository that a folder belongs to: of this folder, or of the nearest one above it.

    Where there is none, it is the one that the user's environment names. Raises `InputError` for one that
    cannot be read.
    """
    start = absolute_path(folder)
    for top in (start, *start.parents):
        own = _follow_pointer(top / ".git")
        if (own / "HEAD").exists():
            return GitFolder(top, own, _find_common(own))
    if named := os.environ.get("GIT_DIR"):
        top, own = (absolute_path(Path(name)) for name in (os.environ.get("GIT_WORK_TREE", ""), named))
        return GitFolder(top, own, _find_common(own)) if (own / "HEAD").exists() else None
    return None


def _follow_pointer(path: Path) -> Path:
    """Return the folder that a `.git` stands for: in a linked working tree it is a file that names one."""
    if not path.is_file():
        return path
    content = read_small(path, _POINTER).removeprefix(b"gitdir:").strip()
    return path.parent / os.fsdecode(content.replace(b"\0", b""))


def _find_common(own: Path) -> Path:
    """Return the folder that a working tree shares with others, or `own` where it shares nothing."""
    content = read_small_if_present(own / "commondir", _POINTER)
    return own if content is None else own / os.fsdecode(content.replace(b"\0", b"").strip())


def make_view(view: Path, git: GitFolder) -> None:
    """Fill the empty folder `view` with what git wants of a bare repository: the refs and objects of `git`.

    Raises `InputError` for a part that cannot be read, and `UsageError` for what is no file of git's.
    """
    links = {name: git.common / name for name in ("objects", "refs", "packed-refs", "shallow", "reftable")}
    # What the last fetch, merge or rebase left, as FETCH_HEAD, is a name of a revision too.
    links |= {path.name: path for path in git.own.glob("*_HEAD")}
    links |= {"logs/HEAD": git.own / "logs" / "HEAD", "logs/refs": git.common / "logs" / "refs"}
    (view / "logs").mkdir()
    for name, target in links.items():
        if target.exists():
            _refuse_irregular(target)
            (view / name).symlink_to(target.resolve())
    (view / "HEAD").write_bytes(read_small(git.own / "HEAD", _POINTER))
    (view / "config").write_text(_make_configuration(git))


def _make_configuration(git: GitFolder) -> str:
    """Make the configuration of a view: of the repository's own, it has the format of objects and refs."""
    config = read_small_if_present(git.common / "config", MIB) or b""
    extensions = ["objectformat = sha256"] if _SHA256.search(config) else []
    extensions += ["refstorage = reftable"] if (git.common / "reftable").exists() else []
    return "\n".join(
        ("[core]", "repositoryformatversion = 1", "bare = true", "[extensions]", *extensions, "")
    )


def _refuse_irregular(path: Path) -> None:
    """Raise `UsageError` where one of the files of a path is a FIFO or the like: git would wait for it."""
    for entry in _list_store(path) if path.name == "objects" else _list_entries(path):
        mode = entry.stat().st_mode if entry.exists() else stat.S_IFREG
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise UsageError(f"{entry} is no file of git's: git would wait for it", remedy="remove it")


def _list_entries(path: Path) -> Iterator[Path]:
    """Yield a path and all that stands below it. Links to folders are not gone into."""
    yield path
    for folder, _, names in os.walk(path):
        yield from (Path(folder, name) for name in names)


def _list_store(store: Path) -> Iterator[Path]:
    """Yield what git finds in a store of objects, and in those that it names: also behind links, but no
    deeper than git looks, as a link or a name may lead to all of the disk."""
    waiting, seen = [store], set[str]()
    while waiting:
        folder = waiting.pop()
        real = os.path.realpath(folder)
        if real in seen or not folder.is_dir():
            continue
        seen.add(real)
        for part in ("", "pack", "info", "info/commit-graphs", *_HASH_FOLDERS):
            if (folder / part).is_dir():
                yield from (folder / part).iterdir()
        waiting += _list_alternates(folder)


def _list_alternates(store: Path) -> Iterator[Path]:
    """Yield the stores of objects that a store names."""
    content = read_small_if_present(store / "info" / "alternates", MIB)
    for line in (content or b"").replace(b"\0", b"").splitlines():
        if line and not line.startswith(b"#"):
            yield store / os.fsdecode(line.strip(b'"'))
