"""An error that is none of ours has an exit code of its own: 5, and never that of findings."""

import pytest

from tests.attacks.test_documents import cleaner, put

PLANT = """
import cleaner.cli.check as module
def fails(*arguments, **options):
    raise {error}
module._check = fails
"""


@pytest.mark.parametrize("error", ["KeyError('\\x1b[2J')", "MemoryError", "RecursionError", "module.x"])
def test_a_bug_ends_in_5_and_one_line(tmp_path, error):
    raw = put(tmp_path / "raw", {"a.txt": b"One.\n"})
    done = cleaner("check", raw, before=PLANT.format(error=error))
    assert done.returncode == 5 and done.stdout == b""
    [line] = done.stderr.decode().splitlines()
    kind = "AttributeError" if error == "module.x" else error.partition("(")[0]
    place = f"{kind} in cleaner/cli/check.py, line "
    assert line.startswith(f"error: a bug of cleaner, not of your files: {place}") and "\x1b" not in line
    assert "seedclean " in line and "report it" in line and "CLEANER_TRACEBACK=1" in line


def test_the_traceback_is_shown_where_it_is_asked_for(tmp_path):
    raw = put(tmp_path / "raw", {"a.txt": b"One.\n"})
    before = "import os; os.environ['CLEANER_TRACEBACK'] = '1'" + PLANT.format(error="KeyError('x')")
    done = cleaner("check", raw, before=before)
    assert done.returncode == 5 and b"Traceback" in done.stderr and b"KeyError: 'x'" in done.stderr


def test_other_ends_keep_their_codes(tmp_path):
    raw = put(tmp_path / "raw", {"a.txt": b"Two  \n"})
    assert cleaner("check", raw).returncode == 1
    assert cleaner("check", raw / "none.txt").returncode == 2
    assert cleaner("check", raw, before=PLANT.format(error="KeyboardInterrupt")).returncode == 130
    assert cleaner("check", raw, before=PLANT.format(error="BrokenPipeError")).returncode == 141
    assert cleaner("check", raw, before=PLANT.format(error="OSError(28, 'No space')")).returncode == 2
