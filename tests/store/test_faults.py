"""Every call that can fail while an output folder is written fails: the first time, the second, and so on."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cleaner.errors import OutputError
from cleaner.store import atomic, manifest
from tests.corpus.runs import put, tree, write

FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."
RAW = {
    "a.txt": f"{FERRY}  \n\n\n\nIt isnâ€™t so.\n".encode(),
    "b/b.txt": f"{FERRY}\n".encode(),
    "b/c/c.jsonl": b'{"text": "secu-rity comes first"}\n{"text": 7}\n',
}
CHANGED = {"a.txt": b"All of it is new.\n", "b/b.txt": None}
CALLS = ("open", "write", "fsync", "fstat", "replace", "close", "mkdir", "unlink")


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
    """`os` as `store.atomic` sees it."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def __getattr__(self, name: str) -> object:
        found = getattr(os, name)
        return self._faults.through(name, found) if name in CALLS else found


@contextmanager
def faulty(faults: Faults) -> Iterator[None]:
    def opened(*given, **named):
        file = open(*given, **named)  # noqa: SIM115
        write = faults.through("write", file.write)

        class Faulty:
            def __enter__(self):
                return self

            def __exit__(self, *rest):
                file.close()

            def write(self, data):
                return write(data)

        return Faulty()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atomic, "os", System(faults))
        patch.setattr(atomic, "open", opened, raising=False)
        for name in ("mkdir", "unlink"):
            real = getattr(Path, name)
            patch.setattr(Path, name, _inside(faults.through(name, real), real))
        yield


def _inside(faulty_one, real):
    """The faulty function for what lies in an output folder; scratch and raw files are no business of it."""

    def asked(path, *given, **named):
        ours = "out" in path.parts and "work" not in path.parts and path.name != "lock"
        return (faulty_one if ours else real)(path, *given, **named)

    return asked


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("code", "for_good"),
    [(errno.EIO, False), (errno.ENOSPC, True), (errno.EACCES, True), (errno.EMFILE, False)],
)
def test_a_call_that_fails_leaves_whole_files_and_the_next_run_ends_well(tmp_path, call, code, for_good):
    _fail_everywhere(tmp_path, call, code, for_good)


@pytest.mark.parametrize("call", ["open", "replace", "unlink"])
def test_so_it_is_where_what_is_said_of_documents_stands_in_files_of_its_own(tmp_path, monkeypatch, call):
    monkeypatch.setattr(manifest, "INLINE_LIMIT", 0)
    _fail_everywhere(tmp_path, call, errno.EIO, True)


def _fail_everywhere(tmp_path, call, code, for_good):
    raw = put(tmp_path / "in", RAW)
    old, new = tmp_path / "old", tmp_path / "new"
    write(raw, old)
    for name, data in CHANGED.items():
        (raw / name).unlink()
        if data is not None:
            put(raw, {name: data})
    write(raw, new)
    allowed = _contents(old, new)
    for number in range(1, 100):
        output = tmp_path / "out" / str(number)
        put(raw, RAW)
        write(raw, output)
        for name, data in CHANGED.items():
            (raw / name).unlink()
            if data is not None:
                put(raw, {name: data})
        faults = Faults(call, number, code, for_good=for_good)
        with faulty(faults):
            try:
                write(raw, output)
            except OutputError as error:
                assert os.strerror(code) in str(error)
        for name, data in tree(output).items():
            if not Path(name).name.startswith("."):
                assert data in allowed.get(name, set()) or name.endswith("pending.json"), (number, name)
        write(raw, output)
        assert tree(output) == tree(new), number
        if not faults.met:
            break
    assert number > 1 or call in ("unlink", "mkdir"), "the call was never made"
    assert not faults.met


def _contents(*folders: Path) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    for folder in folders:
        for name, data in tree(folder).items():
            found.setdefault(name, set()).add(data)
    return found
