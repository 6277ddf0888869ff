"""A format is known by its one line in the registry: nobody else knows one by name."""

import ast
import subprocess
import sys
import tomllib
from itertools import permutations
from pathlib import Path

import pytest

import cleaner
from cleaner.errors import UsageError
from cleaner.formats import registry
from cleaner.formats.registry import FORMATS, find_content, find_format, get_format
from tests import console
from tests.formats.rec import REC

ROOT = Path(cleaner.__file__).parent
NOT_OF_INPUT = {
    "configfile/keys.py": {"jsonl"},  # formats of findings
    "report/formats.py": {"jsonl"},
    "formats/page/metadata.py": {"html"},  # an element
    "formats/xml_document.py": {"html"},  # an element
}
FOLDER = {
    "a.rec": b"The gate is a matter of secu-rity.%%Caf\xe9.%%%%" + "It isnâ€™t shut.%%".encode(),
    "b/c.rec": b"Nothing to clean.%%" * 3,
    "d.txt": b"A text beside it.  \n",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with files of a new format, which has its one line."""
    monkeypatch.setattr(registry, "FORMATS", (*FORMATS, REC))
    for name, data in FOLDER.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def test_a_new_format_is_cleaned_and_restored(folder):
    done = console.run("clean", "in", "-o", "out", "-j", "1", cwd=folder)
    assert done.returncode == 3, done.stderr  # a record is in quarantine
    clean = (folder / "out/a.rec").read_text(encoding="utf-8")
    assert clean == "The gate is a matter of security.%%%%It isn’t shut.%%"
    assert (folder / "out/.cleaner/quarantine/a.rec").read_bytes() == b"Caf\xe9.%%"
    assert (folder / "out/b/c.rec").read_bytes() == FOLDER["b/c.rec"]
    assert console.run("verify", "out", cwd=folder).returncode == 0
    assert console.run("restore", "out", "-o", "back", cwd=folder).returncode == 0
    for name, data in FOLDER.items():
        assert (folder / "back" / name).read_bytes() == data


def test_a_new_format_is_checked_record_by_record(folder):
    done = console.run("check", "in", "--output-format", "jsonl", "--select", "hyphenation", cwd=folder)
    assert b'"field": "text"' in done.stdout and b'"path": "in/a.rec"' in done.stdout
    assert b"is not UTF-8" in done.stdout


def test_a_new_format_without_a_stream_says_so(folder):
    with pytest.raises(UsageError, match="Rec cannot be read from a stream"):
        from cleaner.config import Configuration
        from cleaner.corpus.stream import RecordStream

        RecordStream(Configuration(), format=get_format("rec"))


def test_nobody_but_the_formats_knows_one_by_its_name_or_suffix():
    words = {word for format in FORMATS for word in (format.name, *format.all_suffixes)}
    homes = {"formats/txt.py", "formats/html.py", "formats/jsonl/__init__.py", "formats/parquet/__init__.py"}
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        nodes = list(ast.walk(ast.parse(path.read_text())))
        # An f-string names a file of our own; what is compared or looked up is a string by itself.
        inside = {id(value) for node in nodes if isinstance(node, ast.JoinedStr) for value in node.values}
        strings = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in inside)
        known = {node.value for node in strings if node.value in words}
        if name not in homes and known != NOT_OF_INPUT.get(name, set()):
            found[name] = known
    assert not found


@pytest.mark.parametrize(("one", "other"), list(permutations(FORMATS, 2)), ids=lambda format: format.name)
def test_no_file_name_is_of_two_formats(one, other):
    assert one.name != other.name
    assert not any(suffix.endswith(other.all_suffixes) for suffix in one.all_suffixes)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_a_format_is_what_it_says(format):
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in format.suffixes)
    assert find_format(Path("A" + format.suffixes[0].upper())) is format is get_format(format.name)
    if format.content == "records":
        assert format.codec is not None
    else:
        with pytest.raises(ValueError, match="holds no records"):
            _ = format.codec


def test_the_extra_of_a_format_is_one_of_the_package():
    with (ROOT.parent / "pyproject.toml").open("rb") as file:
        extras = tomllib.load(file)["project"]["optional-dependencies"]
    assert {format.extra for format in FORMATS} <= {"", *extras}


def test_every_suffix_stands_in_the_docs():
    docs = (ROOT.parent / "docs/corpora.md").read_text()
    for format in FORMATS:
        for suffix in format.suffixes:
            assert f"`{suffix}`" in docs


def test_an_unknown_name_of_a_format_is_a_usage_error():
    with pytest.raises(UsageError, match=r"no format 'pdf' \(known are txt, html, jsonl, parquet\)"):
        find_format(Path("a.txt"), "pdf")


def test_the_name_of_a_format_overrules_that_of_the_file():
    assert find_content(Path("a.txt"), "jsonl") == "records"
    assert find_content(Path("a.jsonl"), "html") == "page"
    assert find_content(Path("a.pdf")) is None


def test_to_know_the_formats_costs_no_library():
    script = (
        "import sys, cleaner.formats.registry\n"
        "heavy = {'pyarrow', 'msgspec', 'bs4', 'trafilatura', 'numpy', 'chardet', 'backports.zstd'}\n"
        "print(heavy & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
