"""What README and docs say of the program is what the program says of itself."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import __version__
from cleaner.report import rules

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_rules_is_generated():
    """To mend: `python -c "from cleaner.report import rules; print(rules.markdown())"`."""
    table = re.search(r"<!-- rules -->\n(.*?)\n<!-- end of rules -->", README, re.DOTALL)
    assert table and table.group(1).strip() == rules.markdown()


def test_the_before_and_after_of_the_readme_is_what_the_program_makes():
    before, after = re.findall(r"```text\n(.*?)```", README, re.DOTALL)[:2]
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "clean", "-", "-q"],
        input=before.encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == after


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
