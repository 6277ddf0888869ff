"""Old results are used only where the code, the tables and the libraries are those that made them."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import cleaner
from cleaner import code_hash
from tests.corpus.runs import put, tree

PACKAGE = Path(cleaner.__file__).parent
TEXTS = {
    f"{name}.txt": f"The {name} line opens in spring.  \n\nThe {name} was new.\n".encode()
    for name in ("ferry", "tram", "bus")
}
RULE = 'id="whitespace.trailing",'
SCRIPT = """
import sys
from pathlib import Path
from tests.corpus.runs import write
write(Path(sys.argv[1]), Path(sys.argv[2]), files=1)
"""


@pytest.fixture
def package(tmp_path) -> Path:
    """A copy of the package that may be changed."""
    return shutil.copytree(
        PACKAGE, tmp_path / "package" / "cleaner", ignore=shutil.ignore_patterns("__pycache__")
    )


def python(package: Path, *arguments: object) -> str:
    """Runs Python with a copy of the package."""
    environment = os.environ | {"PYTHONPATH": f"{package.parent}:{PACKAGE.parent}"}
    command = [sys.executable, "-P", *map(str, arguments)]  # -P: not what stands in this folder
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def hash_of(package: Path) -> str:
    return python(package, "-c", "from cleaner.code_hash import code_hash; print(code_hash())")


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_run_after_one_rule_was_changed_is_that_of_a_fresh_folder(package, tmp_path):
    raw, output, fresh = put(tmp_path / "in", TEXTS), tmp_path / "out", tmp_path / "fresh"
    python(package, "-c", SCRIPT, raw, output)
    assert len(list((output / ".cleaner/work").glob("*.written"))) == 3
    assert (output / "tram.txt").read_bytes() == TEXTS["tram.txt"].replace(b"  \n", b"\n")
    change(package / "stages" / "whitespace" / "rules.py", RULE, f"{RULE}\n    default=False,")
    python(package, "-c", SCRIPT, raw, output)
    python(package, "-c", SCRIPT, raw, fresh)
    assert (output / "tram.txt").read_bytes() == TEXTS["tram.txt"]
    assert tree(output) == tree(fresh)


def test_the_key_of_a_map_over_columns_changes_with_a_table(package):
    script = "import cleaner, pickle; print(pickle.dumps(cleaner.hf_map(), 4).hex())"
    before = python(package, "-c", script)
    assert before == python(package, "-c", script)
    table = package / "stages" / "data" / "frequency-fi.txt"
    table.write_bytes(table.read_bytes()[:-5])
    assert python(package, "-c", script) != before


def test_only_what_decides_counts(package):
    before = hash_of(package)
    assert before == hash_of(package) == f"{code_hash.code_hash()}\n"  # wherever it stands
    for name in ("report/terminal.py", "cli/clean.py", "gate/baseline.py"):
        with (package / name).open("a") as file:
            file.write("# Another line.\n")
    (package / "stages" / ".quotation.py.swp").write_bytes(b"an editor's")
    assert hash_of(package) == before
    (package / "stages" / "quotation.py").rename(package / "stages" / "quotations.py")
    assert hash_of(package) != before


@pytest.mark.parametrize("version", ["99.0", None])
def test_another_version_of_a_library_is_another_hash(monkeypatch, version):
    before, installed = code_hash.code_hash(), metadata.version

    def version_of(name: str) -> str:
        if name == "ftfy" and version is None:
            raise metadata.PackageNotFoundError
        return version if name == "ftfy" else installed(name)

    monkeypatch.setattr(metadata, "version", version_of)
    assert code_hash.code_hash.__wrapped__() != before


def test_every_library_that_may_decide_is_in_the_list():
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    named = [
        *project["dependencies"],
        *(name for extra in ("html", "parquet", "spark") for name in extras[extra]),
    ]
    names = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower() for requirement in named}
    shown = {"click", "jinja2"}
    assert names - shown <= {library.lower() for library in code_hash.LIBRARIES}
