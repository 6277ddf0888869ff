"""Every call that can fail while an output folder is written fails: the first time, the second, and so on."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cleaner.errors import DamageError, OutputError
from cleaner.store import atomic, folder_descriptor, manifest, root
from cleaner.store.folder import OutputFolder
from cleaner.store.root import Root
from cleaner.store.staged_file import StagedFile
from tests.corpus.runs import put, run, tree, write

FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."
RAW = {
    "a.txt": f"{FERRY}  \n\n\n\nIt isnâ€™t so.\n".encode(),
    "b/b.txt": f"{FERRY}\n".encode(),
    "b/c/c.jsonl": b'{"text": "secu-rity comes first"}\n{"text": 7}\n',
}
CHANGED = {"a.txt": b"All of it is new.\n", "b/b.txt": None}
CALLS = ("open", "write", "fsync", "fstat", "stat", "rename", "close", "mkdir", "unlink", "rmdir", "scandir")


class Faults:
    """Lets a call fail at its `number`-th time, once or from then on."""

    def __init__(self, call: str, number: int, code: int, *, for_good: bool) -> None:
        self._call, self._number, self._code, self._for_good = call, number, code, for_good
        self.calls = 0

    @property
    def met(self) -> bool:
        return self.calls >= self._number

    def through(self, call: str, function: Callable[..., object]) -> Callable[..., object]:
        """The function, or what fails in its place."""

        def asked(*given: object, **named: object) -> object:
            if call == self._call:
                self.calls += 1
                if self.calls == self._number or (self._for_good and self.met):
                    raise OSError(self._code, os.strerror(self._code))
            return function(*given, **named)

        return asked if call == self._call else function


class System:
    """`os` as the writer and the root see it."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def __getattr__(self, name: str) -> object:
        found = getattr(os, name)
        return self._faults.through(name, found) if name in CALLS else found


class Faulty:
    """A file that is written."""

    def __init__(self, file, faults: Faults) -> None:
        self._file = file
        self.write = faults.through("write", file.write)
        self.fileno = file.fileno

    def __enter__(self):
        return self

    def __exit__(self, *rest):
        self._file.close()


@contextmanager
def faulty(faults: Faults) -> Iterator[None]:
    def opened(descriptor, mode, *buffering):
        file = open(descriptor, mode, *buffering)  # noqa: SIM115
        return Faulty(file, faults) if mode == "wb" else file

    with pytest.MonkeyPatch.context() as patch:
        for module in (atomic, root, folder_descriptor):
            patch.setattr(module, "os", System(faults))
        patch.setattr(root, "open", opened, raising=False)
        yield


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("code", "for_good"),
    [(errno.EIO, False), (errno.ENOSPC, True), (errno.EACCES, True), (errno.EMFILE, False)],
)
def test_a_call_that_fails_leaves_whole_files_and_the_next_run_ends_well(tmp_path, call, code, for_good):
    _fail_everywhere(tmp_path, call, code, for_good)


@pytest.mark.parametrize("call", ["open", "rename", "unlink"])
def test_so_it_is_where_what_is_said_of_documents_stands_in_files_of_its_own(tmp_path, monkeypatch, call):
    monkeypatch.setattr(manifest, "INLINE_LIMIT", 0)
    _fail_everywhere(tmp_path, call, errno.EIO, True)


def _fail_everywhere(tmp_path, call, code, for_good):
    raw = put(tmp_path / "in", RAW)
    old, new, waiting = tmp_path / "old", tmp_path / "new", tmp_path / "waiting"
    write(raw, old)
    shutil.copytree(old, waiting)
    for name, data in CHANGED.items():
        (raw / name).unlink()
        if data is not None:
            put(raw, {name: data})
    write(raw, new)
    files = run(raw, waiting / ".cleaner/work", output=waiting).files
    allowed = _contents(old, new)
    for number in range(1, 500):
        output = tmp_path / "out" / str(number)
        shutil.copytree(waiting, output)
        opened = Root.open(output)  # open all the time, so that no fault meets its end
        faults = Faults(call, number, code, for_good=for_good)
        plan = _waiting_in(opened, files)
        with faulty(faults):
            try:
                OutputFolder.open(output).commit(plan)
            # What cannot be read looks like damage.
            except (OutputError, DamageError) as error:
                assert os.strerror(code) in str(error)
        for name, data in tree(output).items():
            if not Path(name).name.startswith("."):
                assert data in allowed.get(name, set()) or name.endswith("pending.json"), (number, name)
        # The next run makes its files anew, and ends well.
        shutil.copytree(waiting / ".cleaner/work", output / ".cleaner/work", dirs_exist_ok=True)
        folder = OutputFolder.open(output)
        folder.refuse_conflicts(["in"], _waiting_in(opened, files))
        folder.commit(_waiting_in(opened, files))
        assert tree(output) == tree(new), number
        if not faults.met:
            break
    assert number > 1 or call in ("unlink", "mkdir"), "the call was never made"
    assert not faults.met


def _waiting_in(output, files):
    """The plan of a run, with its files in the scratch folder of this output folder."""
    scratch = output.open_folder(".cleaner/work")
    scratch.list_folder("")  # opens it before there are faults
    return {
        name: content._replace(file=content.file and content.file._replace(root=scratch))
        if isinstance(content, StagedFile)
        else content
        for name, content in files.items()
    }


def _contents(*folders: Path) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    for folder in folders:
        for name, data in tree(folder).items():
            found.setdefault(name, set()).add(data)
    return found
