"""What README and docs say of the program is what the program says of itself."""

import fnmatch
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from cleaner import __version__
from cleaner.report import rules

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_rules_is_generated():
    """To mend: `python -c "from cleaner.report import rules; print(rules.list_rules_markdown())"`."""
    table = re.search(r"<!-- rules -->\n(.*?)\n<!-- end of rules -->", README, re.DOTALL)
    assert table and table.group(1).strip() == rules.list_rules_markdown()


def test_the_before_and_after_of_the_readme_is_what_the_program_makes():
    before, after = re.findall(r"```text\n(.*?)```", README, re.DOTALL)[:2]
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "clean", "-", "-q"],
        input=before.encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == after


def test_the_page_of_the_library_runs():
    import doctest

    done = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False)
    assert done.attempted > 10 and done.failed == 0


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_python_examples_run(example):
    import doctest

    parsed = doctest.DocTestParser().get_doctest(example, {}, "README", "README.md", 0)
    assert parsed.examples
    assert doctest.DocTestRunner().run(parsed).failed == 0


def test_no_document_installs_somebody_elses_package():
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "pyproject.toml"]:
        assert not re.search(r"pip install\s+(-\S+\s+)*[\"']?cleaner\b", path.read_text(encoding="utf-8")), (
            path
        )


def test_the_page_of_the_rules_is_generated():
    """To mend: `python -m cleaner.report.rules > docs/rules.md`."""
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules.compose_page()


def test_the_addresses_of_findings_are_headings_of_that_page():
    from cleaner.catalogue import RULES
    from cleaner.report.terminal import Style

    headings = re.findall(r"^#+ (.*)$", rules.compose_page(), re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert {Style().address(rule).partition("#")[2] for rule in RULES} <= anchors


def test_the_keys_of_a_configuration_file_are_generated():
    """To mend: `python -c "from cleaner.configfile import keys; print(keys.list_keys_markdown())"`."""
    from cleaner.configfile import keys

    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- keys -->\n(.*?)\n<!-- end of keys -->", text, re.DOTALL)
    assert table and table.group(1) == keys.list_keys_markdown()


def test_the_files_of_the_docs_of_the_gate_are_read(tmp_path):
    from tests.console import run

    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    configuration, suppressions = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "cleaner.toml").write_text(configuration, encoding="utf-8")
    (tmp_path / "cleaner-ignore.toml").write_text(suppressions, encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "2026-03-14_a.txt").write_text("The sign says Re-Sign and no more than that.\n")
    done = run("check", cwd=tmp_path)
    assert done.returncode == 0 and b"error" not in done.stderr


def test_every_long_option_in_the_docs_of_the_gate_is_one():
    from cleaner.cli import COMMANDS, cli

    ours = re.sub(
        r"^## Beside other gates.*", "", (ROOT / "docs" / "ci.md").read_text(), flags=re.DOTALL | re.M
    )
    known = {
        name
        for command in COMMANDS
        for parameter in cli.get_command(None, command).params
        for name in parameter.opts
    }
    assert set(re.findall(r"(?<=[ `])--[a-z][a-z-]+", ours)) - known == {"--name-only", "--help"}


def test_every_promise_to_strangers_names_tests_that_there_are(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    promises = [promise.name for promise in import_module("promises").list_promises()]
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    promised, not_promised = page.split("## What is not promised")
    tables = re.findall(r"\| promise \| test \|\n\|---\|---\|\n((?:\|.*\n)+)", promised)
    assert len(tables) == promised.count("| promise |") > 4 and "| promise |" not in not_promised
    for row in "".join(tables).splitlines():
        names = re.findall(r"`([^`]+)`", row.split(" | ")[-1])
        tests = [name for name in names if name.startswith("tests/")]
        assert names and all((ROOT / test).is_file() for test in tests), row
        assert all(fnmatch.filter(promises, name) for name in names if name not in tests), row


def test_every_seed_is_described():
    table = (ROOT / "docs" / "seeds.md").read_text(encoding="utf-8")
    for path in (ROOT / "seeds").iterdir():
        assert f"`{path.name}`" in table


def test_every_data_file_has_a_card():
    cards = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "cleaner").rglob("data/*.md"))
    for path in (ROOT / "cleaner").rglob("data/*"):
        if path.is_file() and path.suffix not in (".md", ".py"):
            assert path.name in cards or re.sub(r"-[a-z]{2}\.", "-LANGUAGE.", path.name) in cards, path


def test_the_version_is_one():
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
