"""Each module has a test file of its name, or a row of covered_elsewhere.toml names one that covers it."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent / "cleaner"
ROWS = tomllib.loads((TESTS / "covered_elsewhere.toml").read_text(encoding="utf-8"))["covered"]
LISTED = [module for row in ROWS for module in row["modules"]]


def is_front(path: Path) -> bool:
    """Whether a package's `__init__.py` defines nothing, and only imports what the modules below it hold."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return path.name == "__init__.py" and not any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in body)


MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if not is_front(path))


def find_test_file(module: str) -> Path:
    """Where the tests of a module belong: those of a/b.py, and of the package a/b, in a/test_b.py."""
    path = Path(module.removesuffix("/__init__.py"))
    return TESTS / path.parent / f"test_{path.stem}.py"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_tests_of_its_name_or_a_row(module):
    if find_test_file(module).exists():
        assert module not in LISTED, "it has tests of its name: take it out of covered_elsewhere.toml"
    else:
        assert module in LISTED, f"neither {find_test_file(module)} nor a row of covered_elsewhere.toml"


def test_a_row_lists_modules_that_are_there_and_each_once():
    assert sorted(set(LISTED) - set(MODULES)) == []
    assert [module for module, rows in Counter(LISTED).items() if rows > 1] == []


def test_mutants_that_stay_have_a_place_and_a_reason():
    rows = tomllib.loads((TESTS / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
    for row in rows:
        files = re.findall(r"(?:text|store)/\w+\.py", row["where"])
        assert files and all((ROOT / file).is_file() for file in files)
        assert row["mistake"].endswith(".") and row["reason"].endswith(".")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["by"])
def test_a_row_names_a_test_file_and_a_reason(row):
    assert (TESTS / row["by"]).is_file()
    assert row["reason"].endswith(".")
