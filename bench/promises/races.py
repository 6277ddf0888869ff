"""Folders that change under a run: links, folders and files are swapped at random, and runs start at once.

A folder beside the corpus stands for everything outside. It must stay as it is, byte for byte; a run ends
with an exit code of its own and no traceback; and what stands in the output folder is whole.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from promises.promise import Promise

CHECKOUT = Path(__file__).resolve().parents[2]
NAMES = ("a.txt", "b.txt", "sub/c.txt", "sub/deep/d.txt", "e.jsonl")
LINES = tuple(f"The {noun} of the harbour opens again in spring.\n" for noun in ("crane", "mole", "ferry"))
RECORD = '{"text": "The clerk of the harbour writes it down."}\n'
VICTIM = {"v.txt": b"precious\n", "sub/w.txt": b"precious, too\n", "lock": b"", "work/x": b"mine\n"}
OWN = (
    "sub",
    "sub/deep",
    ".cleaner",
    *(
        f".cleaner/{name}"
        for name in ("work", "work/staged", "trail", "lock", "pending.json", "manifest.json")
    ),
)
PLANTED = b"planted by a stranger\n"
PAUSE = 0.004
"""The longest wait in seconds between two changes: a run of five files takes about a tenth of a second."""
PATIENCE = 60
"""Seconds after which a run counts as one that hangs."""


class HangError(BaseException):
    """A run hangs. No `OSError`, as a `TimeoutError` is: the run would take it for one of the system."""


class Mischief(threading.Thread):
    """Changes the tree and the output folder at random, until it is told to stop."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        super().__init__(daemon=True)
        self._folder = folder
        self._rng = rng
        self._stopped = threading.Event()

    def run(self) -> None:
        changes = (self._swap_link, self._swap_link, self._replace, self._grow, self._cut, self._move)
        while not self._stopped.wait(self._rng.random() * PAUSE):
            # The run was faster where what was to be changed is gone.
            with suppress(OSError):
                self._rng.choice(changes)()

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def _choose(self, *names: str) -> Path:
        """Choose a place below the folder that does not lie behind a link that this thread put there."""
        place = self._folder / self._rng.choice(names)
        if place.parent.resolve() != place.parent:
            raise OSError
        return place

    def _swap_link(self) -> None:
        """Put a link to the folder outside, or to a file in it, where a run writes or removes."""
        place = self._choose(*(f"out/{name}" for name in (*OWN, *NAMES)))
        target = self._folder / "victim" / self._rng.choice(("", "sub", "v.txt", "work"))
        before = place.with_name(f".moved-{self._rng.random()}")
        place.rename(before)
        place.symlink_to(target)
        if self._rng.random() < 0.7:
            time.sleep(self._rng.random() * PAUSE)
            place.unlink()
            before.rename(place)

    def _replace(self) -> None:
        """Replace a file of the corpus or of the output by another, or by a FIFO."""
        place = self._choose(*(f"{top}/{name}" for top in ("raw", "out") for name in NAMES))
        if self._rng.random() < 0.1:
            place.unlink()
            os.mkfifo(place)
        elif place.suffix == ".txt":
            new = place.with_name(f".new-{self._rng.random()}")
            new.write_bytes(PLANTED)
            new.rename(place)

    def _grow(self) -> None:
        place = self._choose(*(f"raw/{name}" for name in NAMES))
        descriptor = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK | os.O_NOFOLLOW)
        line = RECORD if place.suffix == ".jsonl" else self._rng.choice(LINES)
        os.write(descriptor, line.encode())
        os.close(descriptor)

    def _cut(self) -> None:
        place = self._choose(*(f"raw/{name}" for name in NAMES))
        if place.is_file():
            os.truncate(place, place.read_bytes().find(b"\n") + 1)

    def _move(self) -> None:
        """Replace a whole folder: the output, or the scratch of the run."""
        place = self._choose("out", "out/.cleaner/work", "out/sub")
        before = place.with_name(f".moved-{self._rng.random()}")
        place.rename(before)
        if self._rng.random() < 0.5:
            place.mkdir()
            time.sleep(self._rng.random() * PAUSE)
            place.rmdir()
        before.rename(place)


def race_changes(trials: int, seed: int) -> Iterator[str]:
    """Cleans a corpus while a thread changes it, in this process."""
    sys.path[:0] = [str(CHECKOUT)] if str(CHECKOUT) not in sys.path else []
    for number in range(trials):
        rng = random.Random(f"{seed}:{number}")
        with tempfile.TemporaryDirectory(prefix="cleaner-race-") as name:
            folder = Path(name).resolve()
            for problem in _race(folder, rng):
                yield f"changes, seed {seed}, trial {number}: {problem}"


def _race(folder: Path, rng: random.Random) -> Iterator[str]:
    from tests.console import run

    make_corpus(folder)
    run("clean", "raw", "-o", "out", "-q", "-j", "1", cwd=folder)
    (folder / "raw" / rng.choice(NAMES)).unlink()
    mischief = Mischief(folder, rng)
    before = signal.signal(signal.SIGALRM, _stop_waiting)
    signal.alarm(PATIENCE)
    mischief.start()
    try:
        force = ["--force"] if rng.random() < 0.7 else []
        done = run("clean", "raw", "-o", "out", "-q", "-j", "1", *force, cwd=folder)
    except HangError:
        yield "the run hangs"
        return
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        mischief.stop()
    if done.returncode not in (0, 2, 3, 4) or b"Traceback" in done.stderr:
        yield f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}"
    yield from find_outside_changes(folder)
    yield from find_torn_outputs(folder / "out")


def _stop_waiting(*_: object) -> None:
    raise HangError


def make_corpus(folder: Path) -> None:
    """Write the corpus `raw`, and the folder `victim` that stands for everything outside."""
    texts = {name: "\n".join(LINES).encode() + name.encode() + b".\n" for name in NAMES[:-1]}
    for top, files in (("raw", texts | {NAMES[-1]: RECORD.encode() * 2}), ("victim", VICTIM)):
        for name, data in files.items():
            path = folder / top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def find_outside_changes(folder: Path) -> Iterator[str]:
    """Compare what stands outside with what stood there."""
    victim = folder / "victim"
    now = {path.relative_to(victim).as_posix(): path for path in victim.rglob("*") if not path.is_dir()}
    for name in sorted(now.keys() | VICTIM.keys()):
        if name not in now or now[name].is_symlink() or now[name].read_bytes() != VICTIM.get(name):
            yield f"outside, {name} was changed"
    strange = {path.name for path in folder.iterdir()} - {"raw", "out", "victim"}
    yield from (f"{name} appeared" for name in strange if not name.startswith(".moved-"))


def find_torn_outputs(out: Path) -> Iterator[str]:
    """Find the outputs that end in the middle: each is as it was planted, or ends with a whole line."""
    for name in NAMES:
        path = out / name
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if data and not data.endswith((b".\n", b'."}\n', PLANTED)):
                yield f"{name} ends with {data[-40:]!r}"


def race_starts(trials: int, seed: int) -> Iterator[str]:
    """Starts four runs at once on one folder: each does all of it or is refused, and the output is whole."""
    command = [sys.executable, "-P", "-m", "cleaner"]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    for number in range(trials):
        rng = random.Random(f"{seed}:{number}")
        with tempfile.TemporaryDirectory(prefix="cleaner-race-") as name:
            folder = Path(name)
            make_corpus(folder)
            runs = []
            for _ in range(4):
                runs.append(
                    subprocess.Popen(
                        [*command, "clean", "raw", "-o", "out", "-q", "-j", "1"],
                        cwd=folder,
                        env=environment,
                        stderr=subprocess.PIPE,
                    )
                )
                time.sleep(rng.choice((0, 0, rng.random() * 0.2)))
            ends = [(run.communicate(timeout=PATIENCE)[1], run.returncode) for run in runs]
            verified = subprocess.run(
                [*command, "verify", "out", "--read-data"],
                cwd=folder,
                env=environment,
                capture_output=True,
                check=False,
            )
            where = f"starts, seed {seed}, trial {number}: "
            if not any(code == 0 for _, code in ends):
                yield where + "no run came through"
            for said, code in ends:
                if code not in (0, 2) or b"Traceback" in said or (code == 2 and said.count(b"\n") != 1):
                    yield f"{where}exit code {code}: {said.decode(errors='replace')}"
            if verified.returncode:
                yield where + verified.stdout.decode(errors="replace")
            yield from (where + problem for problem in find_outside_changes(folder))


PROMISES = (
    Promise(
        "races-changes",
        "Nothing outside changes while links, folders and files are swapped under a run; no output is torn.",
        20,
        500,
        race_changes,
    ),
    Promise(
        "races-starts",
        "Of runs that start at once on one folder each does all of it or is refused.",
        3,
        50,
        race_starts,
    ),
)
