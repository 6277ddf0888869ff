"""Each small file that a stranger may have made: whatever stands there, it is read or it is one error."""

import json
import os
from pathlib import Path

import pytest

from tests.attacks.guard import run_guarded
from tests.attacks.test_documents import put
from tests.cpu import cpu_seconds

TEXT = b"The ferry line opens in spring.  \n"
DEEP = 3000
DIGITS = "9" * 5000
TOML = {
    "nested": b"x = " + b"[" * DEEP,
    "nested and whole": b"x = " + b"[" * DEEP + b"]" * DEEP,
    "inline": b"x = " + b"{a=" * DEEP,
    "dotted": b".".join([b"a"] * 30_000) + b" = 1",
    "dotted table": b"[" + b" . ".join([b"a"] * 30_000) + b"]",
    "dotted after a string": b"x = '''\n'''\n" + b".".join([b"a"] * 30_000) + b" = 1",
    "digits": f"jobs = {DIGITS}".encode(),
    "digits of a hexadecimal number": f"jobs = 0x{DIGITS}".encode(),
    "digits of a share": f"threshold = 0x{DIGITS}".encode(),
    "no time": b"x = 2026-99-99",
    "invalid": b"x = '\xff'",
    "nul": b"x = '\0'",
    "wide": "x = 1".encode("utf-16"),
    "empty table": b"[ ]",
}
JSON = {
    "nested": b"[" * DEEP,
    "objects": b'{"a":' * DEEP,
    "nested and whole": b"[" * DEEP + b"]" * DEEP,
    "digits": DIGITS.encode(),
    "infinite": b'{"format": 1e999, "findings": []}',
    "invalid": b'{"format": 1, "findings": [["\xff", "", ""]]}',
    "nul": b"\0" * 100,
    "list": b"[]",
    "null": b"null",
    "string": b'"x"',
    "number in a list": b'{"format": 1, "findings": [7]}',
    "other keys": b'{"format": 1, "findings": [], "more": 1}',
    "wide": '{"format": "1"}'.encode("utf-16"),
    "half of a pair": b'{"format": 1, "findings": "\\ud800"}',
}
# How a command comes to read the file: its name in the folder, and the arguments.
TOML_FILES = {
    "cleaner.toml": ["check", "raw"],
    "o.toml": ["check", "raw", "--config", "o.toml"],
    "cleaner-ignore.toml": ["check", "raw"],
    "s.toml": ["check", "raw", "--suppressions", "s.toml"],
}
JSON_FILES = {
    "b.json": ["check", "raw", "--baseline", "b.json"],
    "d.jsonl": ["check", "raw", "--decisions", "d.jsonl"],
    "a.jsonl": ["project", "a.jsonl", "--corpus", "out", "-o", "p.jsonl"],
    "out/.cleaner/manifest.json": ["restore", "out", "-o", "r"],
}
OTHERS = {
    "raw/.cleanerignore": ["check", "raw"],
    "a.ann": ["project", "a.ann", "--corpus", "out", "-o", "p.ann"],
    "l.txt": ["check", "--file-list", "l.txt"],
}
FILES = {**TOML_FILES, **JSON_FILES, **OTHERS}
DAMAGE = 4


@pytest.fixture
def folder(tmp_path):
    put(tmp_path, {"raw/a.txt": TEXT})
    return tmp_path


def make_corpus(folder):
    run_guarded("clean", "raw", "-o", "out", cwd=folder)


def expect_one_error(folder, name):
    """Run what reads the file; it ends in one line that names it, with the code of an input or of damage."""
    before = cpu_seconds()
    done = run_guarded(*FILES[name], cwd=folder)
    lines = [line for line in done.stderr.decode().splitlines() if not line.startswith("0 documents")]
    is_record = name.startswith("out/")
    assert done.returncode in ((2, DAMAGE) if is_record else (2,)), done.stderr[-2000:]
    assert len(lines) == 1 and lines[0].startswith("error: "), lines
    assert (".cleaner/manifest.json" if is_record else Path(name).name) in lines[0], lines[0]
    assert cpu_seconds() - before < 5


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_regular_file(folder, name):
    make_corpus(folder)
    path = folder / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    expect_one_error(folder, name)
    path.unlink()
    path.symlink_to("/dev/zero")
    expect_one_error(folder, name)
    path.unlink()
    if name.startswith("a."):
        return  # a folder of annotations is one of many files
    path.mkdir()
    done = run_guarded(*FILES[name], cwd=folder)
    assert done.returncode in ((2, DAMAGE) if name.startswith("out/") else (2,)), done.stderr


@pytest.mark.parametrize(
    "name", sorted({*FILES} - {"a.jsonl", "a.ann", "l.txt", "out/.cleaner/manifest.json"})
)
def test_a_file_that_is_too_large(folder, name):
    path = folder / name
    path.touch()
    os.truncate(path, 100 << 20)  # holes, which take no room
    expect_one_error(folder, name)


@pytest.mark.parametrize("name", ["manifest.json", "pending.json"])
def test_a_record_of_the_folder_that_is_too_large(folder, name):
    make_corpus(folder)
    (folder / "out/.cleaner" / name).touch()
    os.truncate(folder / "out/.cleaner" / name, 1 << 40)
    before = (folder / "out/a.txt").read_bytes()
    for command in (["verify", "out"], ["clean", "raw", "-o", "out"]):
        if name == "manifest.json" or command[0] == "clean":
            done = run_guarded(*command, cwd=folder)
            assert done.returncode == DAMAGE and b"is larger than" in done.stderr, done.stderr
    assert (folder / "out/a.txt").read_bytes() == before


@pytest.mark.parametrize("shape", JSON)
def test_a_plan_that_is_none(folder, shape):
    make_corpus(folder)
    put(folder, {"out/.cleaner/pending.json": JSON[shape]})
    done = run_guarded("clean", "raw", "-o", "out", cwd=folder)
    assert done.returncode == DAMAGE and b"pending.json" in done.stderr, done.stderr


@pytest.mark.parametrize("name", TOML_FILES)
@pytest.mark.parametrize("shape", TOML)
def test_a_file_of_toml_that_is_none_or_says_nothing_to_us(folder, name, shape):
    put(folder, {name: TOML[shape]})
    expect_one_error(folder, name)


@pytest.mark.parametrize("name", JSON_FILES)
@pytest.mark.parametrize("shape", JSON)
def test_a_file_of_json_that_is_none_or_says_nothing_to_us(folder, name, shape):
    if name in ("a.jsonl", "out/.cleaner/manifest.json"):
        make_corpus(folder)
    put(folder, {name: JSON[shape]})
    expect_one_error(folder, name)


NAMED_BY_THE_TREE = ["cleaner-ignore.toml", "raw/.cleanerignore", "pyproject.toml"]
WRONG = [
    "select = 1",
    "select = [1]",
    "select = [[]]",
    "per-path = 1",
    "per-path = [1]",
    "[per-path]\nx = 1",
    "[per-path.x]\nselect = {}",
    "[per-path.x.y]",
    "jobs = -1",
    "jobs = 1.5",
    "max-record = {}",
    "threshold = []",
    "threshold = 2026-01-01",
    "duplicates = 1",
    "duplicates = 'd'",
    "output = 1",
    "corpus = 'x'",
    "certain-only = 'x'",
    "encoding = 'no such'",
    "'' = 1",
    f"max-record = '{DIGITS}'",
    f"shingle = 'word:{DIGITS}'",
    f"{'a' * 500_000} = 1",
    f"duplicates = '{'a' * 100_000}'",
]


@pytest.mark.parametrize("options", WRONG)
@pytest.mark.parametrize("name", ["cleaner.toml", "pyproject.toml"])
def test_options_of_a_wrong_type(folder, name, options):
    if name == "pyproject.toml":
        options = "[tool.cleaner]\n" + options.replace("[per-path", "[tool.cleaner.per-path")
    put(folder, {name: options.encode()})
    before = cpu_seconds()
    done = run_guarded("check", "raw", cwd=folder)
    assert cpu_seconds() - before < 5
    assert done.returncode == 2 and b"Traceback" not in done.stderr
    assert done.stderr.count(b"rror: ") == 1, done.stderr


@pytest.mark.parametrize(
    "table", ["tool = 1", "tool = [1]", "[tool]\ncleaner = 1", "[tool]\ncleaner = [1]", "[[tool.cleaner]]"]
)
def test_a_pyproject_whose_table_is_none(folder, table):
    put(folder, {"pyproject.toml": table.encode()})
    done = run_guarded("check", "raw", cwd=folder)
    assert done.returncode == (2 if "cleaner" in table else 1), done.stderr
    assert b"Traceback" not in done.stderr


class TestAPyprojectOfSomebodyElse:
    """It lies above, and has no table of ours: however broken it is, the run is as it would be without it."""

    @pytest.mark.parametrize("shape", [*TOML, "fifo", "folder", "device", "dangling"])
    def test_it_changes_nothing(self, folder, shape):
        path = folder / "pyproject.toml"
        if shape in TOML:
            path.write_bytes(TOML[shape])
        elif shape == "fifo":
            os.mkfifo(path)
        elif shape == "folder":
            path.mkdir()
        else:
            path.symlink_to("/dev/zero" if shape == "device" else "gone")
        put(folder, {"sub/x.txt": b""})
        done = run_guarded("check", "../raw", cwd=folder / "sub")
        assert done.returncode == 1 and done.stderr.startswith(b"1 document, "), done.stderr

    @pytest.mark.parametrize("data", [b"[tool.cleaner]\nx = ", b"x = [\n# cleaner"])
    def test_one_that_may_be_meant_for_us_is_an_error(self, folder, data):
        put(folder, {"pyproject.toml": data, "sub/x.txt": b""})
        done = run_guarded("check", "../raw", cwd=folder / "sub")
        assert done.returncode == 2
        assert b"pyproject.toml: is no TOML" in done.stderr and b"--config FILE or --isolated" in done.stderr
        assert run_guarded("check", "raw", "--isolated", cwd=folder).returncode == 1

    def test_one_that_is_too_large_to_know(self, folder):
        (folder / "pyproject.toml").touch()
        os.truncate(folder / "pyproject.toml", 100 << 20)
        done = run_guarded("check", "raw", cwd=folder)
        assert done.returncode == 2 and b"pyproject.toml: is larger than" in done.stderr


@pytest.mark.parametrize(
    "name", ["cleaner.toml", "cleaner-ignore.toml", "raw/.cleanerignore", "pyproject.toml"]
)
def test_a_file_that_the_tree_names_is_no_link_out_of_it(tmp_path, name):
    tree = put(tmp_path / "tree", {"raw/a.txt": TEXT})
    content = b"[tool.cleaner]\n" if name == "pyproject.toml" else b""
    put(tmp_path, {"secret": content})
    (tree / name).symlink_to(tmp_path / "secret")
    done = run_guarded("check", "raw", cwd=tree)
    assert done.returncode == 2 and b"is a symbolic link out of the tree" in done.stderr, done.stderr
    # A link inside it is followed, and so is what the user names.
    put(tree, {"inside": content})
    (tree / name).unlink()
    (tree / name).symlink_to(tree / "inside")
    assert run_guarded("check", "raw", cwd=tree).returncode == 1
    (tmp_path / "empty.toml").touch()
    (tree / "named.toml").symlink_to(tmp_path / "empty.toml")
    assert run_guarded("check", "raw", "--config", "named.toml", cwd=tree).returncode == 1


def test_annotations_that_nest_or_count_to_no_end(folder):
    make_corpus(folder)
    name = {"document": "a.txt"}
    for extra in (
        {"spans": [[0, 1]], "projection": {"to": "clean", "removed": 7}},
        {"spans": [[0, 1]], "projection": {"to": "clean", "removed": [7, {}, {"key": "spans"}]}},
        {"spans": [[0, 1]], "projection": {"to": "clean"}},
    ):
        put(folder, {"a.jsonl": json.dumps(name | extra).encode()})
        done = run_guarded(
            "project", "a.jsonl", "--corpus", "out", "--to", "raw", "-o", "p.jsonl", cwd=folder
        )
        assert done.returncode == 0, done.stderr
    deep = 300
    while deep < 1000:  # at some depth JSON can be read and not be written
        line = json.dumps(name)[:-1].encode() + b', "x": ' + b"[" * deep + b"]" * deep + b"}"
        put(folder, {"a.jsonl": line})
        done = run_guarded("project", "a.jsonl", "--corpus", "out", "-o", "p.jsonl", cwd=folder)
        assert done.returncode in (0, 2) and b"Traceback" not in done.stderr
        deep += 50
    put(folder, {"a.ann": f"T1\tX 0 {DIGITS}\tx\n".encode()})
    done = run_guarded("project", "a.ann", "--corpus", "out", "-o", "p.ann", cwd=folder)
    assert done.returncode == 2 and b"a.ann:1: is no annotation of brat" in done.stderr


def test_a_chain_of_annotations_costs_no_more_than_its_length(folder):
    from cleaner.projection.brat import _drop_references

    lines = [f"R{at}\tX Arg1:R{at - 1}" for at in range(20_000, 0, -1)]
    before = cpu_seconds()
    assert _drop_references([*lines, "R0\tX Arg1:T1", "R\tX Arg1:T2"], {"T1"}) == ["R\tX Arg1:T2"]
    assert cpu_seconds() - before < 5
