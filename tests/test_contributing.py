"""The recipe for a rule in docs/contributing.md works as it is written, on a copy of the project."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "-n", "0")
RULE = "normalization.full-width"
COPIED = ("cleaner", "tests", "docs", "seeds", ".ci", "README.md", "CHANGELOG.md", "pyproject.toml")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project to which the diffs of the recipe have been applied."""
    copy = tmp_path_factory.mktemp("project")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    diffs = re.findall(r"```diff\n(.*?)```", PAGE, re.DOTALL)
    assert len(diffs) == 2
    subprocess.run(["git", "apply", "-"], input="".join(diffs).encode(), cwd=copy, check=True)
    return copy


def run(project: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(project), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_new_rule_is_explained_and_documented(project):
    run(project, ".ci/generate")
    assert RULE in (project / "README.md").read_text(encoding="utf-8")
    assert RULE in (project / "docs" / "rules.md").read_text(encoding="utf-8")
    assert "PDF 2026" in run(project, "-m", "cleaner", "explain", RULE)


def test_the_new_rule_passes_the_tests_that_every_rule_passes(project):
    run(project, ".ci/generate")
    run(
        project,
        *PYTEST,
        "-k",
        "full-width or full_width or narrow or normalization",
        *("tests/test_cases.py", "tests/test_rules.py", "tests/stages/test_normalization.py"),
    )


def test_a_rule_without_rows_that_leave_alone_fails(project):
    cases = project / "tests" / "cases" / "normalization.toml"
    kept = cases.read_text(encoding="utf-8")
    rows = kept.split("[[case]]")
    try:
        cases.write_text("[[case]]".join(row for row in rows if "leaves" not in row), encoding="utf-8")
        with pytest.raises(AssertionError, match="no_fewer_that_leave_alone"):
            run(project, *PYTEST, "-k", "normalization", "tests/test_cases.py")
    finally:
        cases.write_text(kept, encoding="utf-8")


def test_every_file_that_a_recipe_names_is_there():
    for name in re.findall(r"`((?:cleaner|tests|docs|bench|\.ci)/[\w./-]+)`", PAGE):
        if not re.search(r"[A-Z]{4}", name):
            assert (ROOT / name).exists(), name


def test_what_is_generated_is_current(project):
    """To mend: `.venv/bin/python .ci/generate`."""
    pages = ("README.md", "docs/rules.md", "docs/ci.md", "docs/modules.md")
    before = [(ROOT / page).read_text(encoding="utf-8") for page in pages]
    fresh = project.with_name("fresh")
    shutil.copytree(ROOT / "cleaner", fresh / "cleaner", ignore=shutil.ignore_patterns("__pycache__"))
    for page in (*pages, ".ci/generate"):
        (fresh / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / page, fresh / page)
    run(fresh, ".ci/generate")
    assert [(fresh / page).read_text(encoding="utf-8") for page in pages] == before
