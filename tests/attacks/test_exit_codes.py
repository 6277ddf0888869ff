"""An error that is none of ours has an exit code of its own: 5, and never that of findings."""

from importlib import import_module

import pytest

from tests.attacks.test_documents import cleaner, put
from tests.console import run

# Not by `from`: the package has the command under the name of its module.
module = import_module("cleaner.cli.check")

PLANT = """
from importlib import import_module
def fails(*arguments, **options):
    raise KeyError("x")
import_module("cleaner.cli.check")._check = fails
"""


@pytest.fixture
def raw(tmp_path):
    return put(tmp_path / "raw", {"a.txt": b"Two  \n"})


def plant(monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(module, "_check", fail)


@pytest.mark.parametrize("error", [KeyError("\x1b[2J"), MemoryError(), RecursionError(), AttributeError()])
def test_a_bug_ends_in_5_and_one_line(raw, monkeypatch, error):
    plant(monkeypatch, error)
    done = run("check", raw)
    assert done.returncode == 5 and done.stdout == b""
    [line] = done.stderr.decode().splitlines()
    place = f"{type(error).__name__} in cleaner/cli/check.py, line "
    assert line.startswith(f"error: a bug of cleaner, not of your files: {place}") and "\x1b" not in line
    assert "seedclean " in line and "report it" in line and "CLEANER_TRACEBACK=1" in line


def test_a_program_that_has_a_bug_ends_in_5(raw):
    done = cleaner("check", raw, before="import os; os.environ['CLEANER_TRACEBACK'] = '1'" + PLANT)
    assert done.returncode == 5 and b"Traceback" in done.stderr and b"KeyError: 'x'" in done.stderr


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left")])
def test_other_ends_keep_their_codes(raw, monkeypatch, error):
    assert run("check", raw).returncode == 1
    assert run("check", raw / "none.txt").returncode == 2
    plant(monkeypatch, error)
    assert run("check", raw).returncode == (130 if isinstance(error, KeyboardInterrupt) else 2)
