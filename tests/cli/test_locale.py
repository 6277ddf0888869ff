import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NARROW = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_names_are_utf8_where_the_locale_says_ascii(tmp_path):
    """By default Python reads UTF-8 in the locale C; here it is told not to."""
    raw = tmp_path / "in"
    raw.mkdir()
    (raw / "Straße.txt").write_text("The ferry  \n", encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", "clean", raw, "-o", tmp_path / "out", "-j", "2", "-q"]
    environment = os.environ | NARROW | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out" / "Straße.txt").read_bytes() == b"The ferry\n"
