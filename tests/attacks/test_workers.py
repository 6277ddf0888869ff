"""A tree that holds modules and programs by the names of those that a run starts: none of them ever runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = (
    "bs4",
    "chardet",
    "cleaner",
    "concurrent",
    "encodings",
    "ftfy",
    "json",
    "logging",
    "lxml",
    "msgspec",
    "multiprocessing",
    "numpy",
    "os",
    "pickle",
    "pyarrow",
    "pyspark",
    "re",
    "runpy",
    "signal",
    "sitecustomize",
    "socket",
    "sqlite3",
    "struct",
    "tempfile",
    "threading",
    "trafilatura",
    "usercustomize",
)
TEXT = "The harbour office said on Monday that the new ferry line would open in spring.\n"


@pytest.fixture
def tree(tmp_path):
    """A folder with texts, a page, records, and the modules, each of which says that it was imported."""
    folder = tmp_path / "tree"
    for name in MODULES:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(
            f"with open({str(tmp_path / 'ran')!r}, 'a') as file:\n    file.write({name + ' '!r})\n"
        )
    (folder / "a.txt").write_text(TEXT)
    (folder / "c.html").write_text(f"<html><body><p>{TEXT * 3}</p></body></html>")
    (folder / "d.jsonl").write_text('{"text": "The board met on Tues-day."}\n')
    # Cut into tasks of 4 MB, so that there is work for workers; what is too long is not looked at.
    (folder / "e.jsonl").write_text('{"text": "' + "x" * (9 << 20) + '"}\n')
    return folder


def run_script(folder, *arguments, env=None, python=()):
    """Run the script `cleaner` in a folder of the tree. Returns its exit code, stderr, and what else ran."""
    tree = folder if folder.name == "tree" else folder.parent
    script = tree.parent / "bin" / "cleaner"
    script.parent.mkdir(exist_ok=True)
    # The lines that pip writes, and the path of the package.
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom cleaner.__main__ import main\n"
        "if __name__ == '__main__':\n    sys.exit(main())\n"
    )
    done = subprocess.run(
        [sys.executable, *python, str(script), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    sentinel = tree.parent / "ran"
    return done.returncode, done.stderr, sentinel.read_text() if sentinel.exists() else ""


@pytest.mark.parametrize("python", [(), ("-E",)])
def test_workers_import_nothing_of_the_tree(tree, python):
    """With -E, workers do not hear of a variable that keeps the working directory off their path."""
    arguments = ("clean", ".", "-o", "../out", "-j", "2", "--max-record", "1K")
    code, messages, imported = run_script(tree, *arguments, python=python)
    assert (code, imported) == (3, ""), messages
    assert (tree.parent / "out" / "a.txt").read_text() == TEXT


def test_the_command_itself_imports_nothing_of_the_tree(tree):
    code, messages, imported = run_script(tree, "check", "--max-record", "1K", ".")
    assert (code, imported) == (3, ""), messages


def test_spark_is_not_looked_for_beside_the_working_directory(tree):
    """PySpark takes the programs of a folder above it, where that looks like a copy of Spark."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    for name in ("bin", "jars", "sub"):
        (tree / name).mkdir()
    program = tree / "bin" / "spark-submit"
    program.write_text(f"#!/bin/sh\necho ran > {tree.parent / 'ran'}\n")
    program.chmod(0o755)
    arguments = ("clean", "../a.txt", "-o", "../../out", "--engine", "spark", "--isolated")
    # Without a bash the Spark that is installed gives up at once, which is all that is wanted here.
    code, messages, ran = run_script(
        tree / "sub", *arguments, env={"PATH": str(tree.parent), "JAVA_HOME": ""}
    )
    assert (code, ran) == (2, ""), messages
    assert "the engine spark needs Java" in messages
