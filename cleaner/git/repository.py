"""A git repository: its revisions, the files of one, and their bytes, as git prints them."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple, cast

from cleaner.errors import UsageError
from cleaner.git.git_folder import find_git_folder, make_view
from cleaner.programs import find_program, get_search_path

PATIENCE = 300
"""Seconds that git has for one answer: a listing of a million files takes it some seconds. It would wait for
ever where an object store that the repository names holds a FIFO."""


LONGEST_LIST = 1 << 27
"""Bytes that git lists of a revision: some million and a half files, in some 700 MB of memory. A
repository of some kilobytes whose folders are one folder, over and over, has more files than any disk."""

_ID = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class TreeEntry(NamedTuple):
    """A file of a revision: `mode` is 100644 or 100755, 120000 for a link; `id` is that of its blob."""

    mode: str
    id: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository that `open_repository` opened. `top` is the folder of its working tree.

    Its methods raise `UsageError` where git cannot answer; `option` is what the message names, the option of
    the command line that asks.
    """

    top: Path
    option: str
    _view: Path
    _program: str

    def resolve(self, revision: str) -> str:
        """Return the id of the commit that `revision` names."""
        # No name of a revision begins so, and git would take it for an option. (`rev-parse` does not know
        # `--end-of-options` before git 2.30.)
        if not revision.startswith("-"):
            done = self._start("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
            # Of `^HEAD` git prints the id with the sign.
            if not done.returncode and _ID.fullmatch(identity := done.stdout.strip()):
                return identity.decode()
        raise UsageError(f"there is no revision {revision!r} in {self.top}", remedy=self._remedy)

    def find_merge_base(self, commit: str) -> str:
        """Return the id of the commit at which the working tree left `commit`."""
        done = self._start("merge-base", commit, "HEAD")
        if done.returncode:
            raise UsageError(
                f"HEAD and {commit[:12]} have no common history in {self.top}", remedy=self._remedy
            )
        return done.stdout.decode().strip()

    def list_files(self, commit: str) -> dict[str, TreeEntry]:
        """List the files of a commit by their path below `top`. Raises `UsageError` for far too many."""
        files: dict[str, TreeEntry] = {}
        for line in self._list("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            entry, _, name = line.partition(b"\t")
            if entry:
                mode, _, identity = entry.decode().split()
                files[os.fsdecode(name)] = TreeEntry(mode, identity)
        return files

    def read_blobs(self, ids: Iterable[str], limit: int) -> Mapping[str, bytes]:
        """Read blobs by their ids: those of at most `limit` bytes that the repository has."""
        wanted = "".join(f"{identity}\n" for identity in ids).encode()
        if not wanted:
            return {}
        lines = self._print("cat-file", "--batch-check", stdin=wanted).decode().splitlines()
        sizes = {identity: int(size) for identity, _, size in map(str.split, _drop_missing(lines))}
        small = {identity: size for identity, size in sizes.items() if size <= limit}
        printed = self._print("cat-file", "--batch", stdin="".join(f"{each}\n" for each in small).encode())
        blobs: dict[str, bytes] = {}
        start = 0
        for identity, size in small.items():
            # A line that says what follows, the bytes, a line break.
            start = printed.index(b"\n", start) + 1
            blobs[identity] = printed[start : start + size]
            start += size + 1
        return blobs

    @property
    def _remedy(self) -> str:
        return (
            f"{self.option} wants a revision of this repository, with its history (fetch-depth: 0); "
            "@{upstream} and what else a configuration says is not looked up"
        )

    def _list(self, *arguments: str) -> bytes:
        """Run git as `_print` does, and no further than to what a list can hold."""
        command, environment = (self._program, "--no-pager", *arguments), _make_environment(self._view)
        with (
            subprocess.Popen(
                command,
                cwd=self._view,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as process,
            _kill_in_time(process),
        ):
            printed = cast(BinaryIO, process.stdout).read(LONGEST_LIST + 1)
            if len(printed) > LONGEST_LIST:
                process.kill()
        if len(printed) > LONGEST_LIST:
            raise UsageError(
                f"git {arguments[0]} lists more than {LONGEST_LIST:,} bytes of names",
                remedy=f"{self.top} holds the same folders inside each other, or millions of files",
            )
        # Again, for what git complains of: it prints as little as it did.
        return self._print(*arguments) if process.returncode else printed

    def _print(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run git. Returns what it prints; raises `UsageError` with what it complains of."""
        done = self._start(*arguments, stdin=stdin)
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise UsageError(
                f"git {arguments[0]} failed: {lines[-1] if lines else f'exit {done.returncode}'}",
                remedy=self._remedy,
            )
        return done.stdout

    def _start(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                (self._program, "--no-pager", *arguments),
                cwd=self._view,
                env=_make_environment(self._view),
                input=stdin,
                capture_output=True,
                check=False,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired as error:
            raise UsageError(
                f"git {arguments[0]} gave no answer in {PATIENCE} seconds",
                remedy=f"is {self.top} a repository that git itself can read?",
            ) from error


@contextmanager
def open_repository(folder: Path, option: str) -> Iterator[Repository]:
    """Open the repository that a folder belongs to, until the block ends.

    Raises `UsageError` where there is no git or no repository.
    """
    program = find_program("git")
    if program is None:
        raise UsageError(f"{option} needs git, which is not there", remedy="install it")
    git = find_git_folder(folder)
    if git is None:
        raise UsageError(f"{folder} is in no git repository", remedy=f"{option} wants a revision of one")
    with TemporaryDirectory(prefix="cleaner-") as view:
        make_view(Path(view), git)
        yield Repository(git.top, option, Path(view), program)


@contextmanager
def _kill_in_time(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill a process that is still there when git's time is over."""
    timer = threading.Timer(PATIENCE, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _make_environment(view: Path) -> dict[str, str]:
    """Make the environment of git: the user's own, but for what could lead it elsewhere."""
    # A hook that calls us has GIT_INDEX_FILE, GIT_DIR and others; some would add configuration or objects.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return environment | {
        "PATH": get_search_path(),
        "LC_ALL": "C",
        "GIT_DIR": str(view),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        # A ref of another name space must not say what a revision holds.
        "GIT_NO_REPLACE_OBJECTS": "1",
        # No configuration names a remote, so nothing can be fetched. These say so once more.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
    }


def _drop_missing(lines: Iterable[str]) -> Iterator[str]:
    """Leave out what git says of an object that it does not have: a partial clone has not fetched it."""
    return (line for line in lines if not line.endswith(" missing"))
