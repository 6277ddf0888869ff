"""Programs that are started: nothing of the working directory is found, or imported by one."""

import os
import subprocess
import sys

import pytest

from cleaner.programs import SAFE_PATH, find_program, get_search_path, start_in_safe_path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working directory with a program in it, and the same one in `bin`."""
    monkeypatch.chdir(tmp_path)
    for path in (tmp_path / "tool", tmp_path / "bin" / "tool"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("path", [".", "", "bin", "./bin", ":bin:", "bin:/usr/bin"])
def test_a_relative_entry_of_the_path_finds_nothing(folder, monkeypatch, path):
    monkeypatch.setenv("PATH", path)
    assert find_program("tool") is None


def test_an_absolute_entry_is_searched(folder, monkeypatch):
    monkeypatch.setenv("PATH", f".:{folder / 'bin'}:")
    assert find_program("tool") == str(folder / "bin" / "tool")


@pytest.mark.parametrize("path", ["", ".", None])
def test_the_path_is_that_of_the_system_where_nothing_is_left(monkeypatch, path):
    monkeypatch.delenv("PATH")
    if path is not None:
        monkeypatch.setenv("PATH", path)
    assert get_search_path() == os.defpath


def test_a_python_that_starts_in_safe_path_imports_nothing_of_the_folder(folder, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    (folder / "planted.py").write_text("")
    command = [sys.executable, "-c", "import planted"]
    assert subprocess.run(command, check=False).returncode == 0
    with start_in_safe_path():
        assert subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 1


@pytest.mark.parametrize("value", ["", "1", None])
def test_the_environment_is_as_before(monkeypatch, value):
    monkeypatch.setenv("PATH", ".:/bin")
    monkeypatch.delenv(SAFE_PATH, raising=False)
    if value is not None:
        monkeypatch.setenv(SAFE_PATH, value)
    before = dict(os.environ)
    with start_in_safe_path(), start_in_safe_path():
        assert (os.environ[SAFE_PATH], os.environ["PATH"]) == ("1", "/bin")
    assert dict(os.environ) == before
