"""Patterns of a stranger's tree are matched in time linear in the name, and cannot hang or break a run."""

import json
import subprocess

import pytest

from cleaner.config import Configuration, PerPath
from cleaner.errors import CleanerError
from cleaner.formats.selection import IgnoreRules, Selection
from cleaner.suppression import Suppression
from tests.attacks.guard import run_guarded
from tests.attacks.test_documents import put
from tests.cpu import cpu_seconds

SLOW = "*a" * 13 + "b"
FILES = {f"{'a' * 120}.txt": b"The ferry line opens in spring.\n"}


def test_a_pattern_of_an_ignore_file_that_backtracks(tmp_path):
    raw = put(tmp_path / "raw", {**FILES, ".cleanerignore": SLOW.encode() + b"\n"})
    assert run_guarded("check", raw, "--isolated").returncode == 0
    done = run_guarded("check", ".", cwd=raw)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("options", ["exclude = ['{}']", "[per-path.'{}']\nignore = ['markup']"])
def test_a_pattern_of_a_configuration_that_backtracks(tmp_path, options):
    raw = put(tmp_path / "raw", {**FILES, "cleaner.toml": options.format(SLOW).encode()})
    done = run_guarded("check", ".", cwd=raw)
    assert done.returncode == 0, done.stderr


def test_a_pattern_of_a_suppression_that_backtracks(tmp_path):
    entry = f"[[ignore]]\npath = '**/{SLOW}'\nrule = 'markup'\nreason = 'x'\n"
    raw = put(tmp_path / "raw", {**FILES, "cleaner-ignore.toml": entry.encode(), "cleaner.toml": b""})
    done = run_guarded("check", ".", cwd=raw)
    assert done.returncode == 0, done.stderr


def test_a_pattern_that_backtracks_over_folders(tmp_path):
    deep = "a/" * 40
    raw = put(tmp_path / "raw", {f"{deep}b.txt": b"Text.\n", ".cleanerignore": b"**/a/" * 12 + b"c\n"})
    done = run_guarded("check", ".", cwd=raw)
    assert done.returncode == 0, done.stderr


def errors_of(done):
    """The lines on stderr but for the summary."""
    return [line for line in done.stderr.decode().splitlines() if not line[0].isdigit()]


BAD = ["[z-a]", "x[", "x\\", "[[:none:]]", "[]", "[!"]


@pytest.mark.parametrize("pattern", BAD)
def test_a_bad_pattern_is_one_error_with_its_line(tmp_path, pattern):
    raw = put(tmp_path / "raw", {"a.txt": b"One.\n", ".cleanerignore": f"*.md\n{pattern}\n".encode()})
    done = run_guarded("check", ".", cwd=raw)
    assert done.returncode == 2
    [line] = errors_of(done)
    assert ".cleanerignore:2: holds a pattern that cannot be read" in line


@pytest.mark.parametrize("pattern", ["[z-a]", "x\\"])
def test_a_bad_pattern_of_the_options_is_one_error(tmp_path, pattern):
    toml = json.dumps(pattern)
    files = {
        "exclude": f"exclude = [{toml}]",
        "per-path": f"[per-path.{toml}]\nignore = ['markup']",
        "suppression": "",
    }
    for name, options in files.items():
        raw = put(tmp_path / name, {"a.txt": b"One.\n", "cleaner.toml": options.encode()})
        if name == "suppression":
            entry = f"[[ignore]]\npath = {toml}\nrule = 'markup'\nreason = 'x'\n"
            put(raw, {"cleaner-ignore.toml": entry.encode()})
        done = run_guarded("check", ".", cwd=raw)
        assert done.returncode == 2, name
        [line] = errors_of(done)
        assert "is no pattern" in line and (".toml" in line or "--exclude" in line), line


def test_git_passes_over_a_bad_pattern_and_so_do_we(tmp_path):
    raw = put(tmp_path / "raw", {"a.txt": b"One.\n", "b.txt": b"Two  \n", "c.txt": b"Three  \n"})
    subprocess.run(["git", "init", "-q", raw], check=True)
    put(raw, {".gitignore": b"\xef\xbb\xbfb.*\r\n[z-y]\nx\\\na[\nc.???\n"})
    done = run_guarded("check", ".", cwd=raw)
    assert done.returncode == 0, done.stderr


def names(number):
    return [f"folder-{at % 50}/name-{at}-{'a' * 40}.txt" for at in range(number)]


@pytest.mark.parametrize("form", ["name-{}.txt", "/folder-{}/**", "*{}*a", "[a{}]*x*", "**/x{}/*y"])
def test_a_hundred_thousand_patterns_end_soon_or_are_refused(tmp_path, form):
    lines = "".join(form.format(at) + "\n" for at in range(100_000)).encode()
    raw = put(tmp_path, {".cleanerignore": lines[: 1 << 20].rpartition(b"\n")[0]})
    before = cpu_seconds()
    try:
        rules = IgnoreRules(raw, Selection(base=raw))
        for name in names(1000):
            rules.ignores(raw / name, folder=False)
    except CleanerError as error:
        assert ".cleanerignore: " in str(error) and error.remedy
    assert cpu_seconds() - before < 20


def test_a_name_costs_no_more_than_its_length_times_the_patterns(tmp_path):
    lines = [("*" + "ab"[at % 2] * 4) * 5 + str(at) for at in range(2000)]
    raw = put(tmp_path, {".cleanerignore": "\n".join(lines).encode()})
    rules = IgnoreRules(raw, Selection(base=raw))
    before = cpu_seconds()
    for at in range(100):
        assert not rules.ignores(raw / f"{'ab' * 50}{'a' * 100}{at:04}", folder=False)
    assert cpu_seconds() - before < 10


def test_an_ignore_file_in_each_folder_of_a_deep_tree(tmp_path):
    folder = tmp_path
    for _ in range(100):
        put(folder, {".cleanerignore": b"*b*b*b*c\n" * 100})
        folder = folder / "a"
    folder.mkdir()
    rules = IgnoreRules(tmp_path, Selection(base=tmp_path))
    with pytest.raises(CleanerError, match=r"\.cleanerignore: is one pattern file too many"):
        rules.ignores(folder / "x.txt", folder=False)


def test_thousands_of_suppressions_are_matched_together():
    suppressions = tuple(
        Suppression(f"2026-*-{at}.txt" if at % 2 else f"{at}.txt", ("markup",), "x") for at in range(10_000)
    )
    tables = tuple(PerPath(f"folder-{at}/*.txt", ignore=("markup",)) for at in range(2000))
    configuration = Configuration(suppressions=suppressions, per_path=tables)
    before = cpu_seconds()
    for at in range(100):
        local = configuration.at(f"2026-01-{2 * at + 1}.txt")
        assert [each.path for each in local.document_suppressions] == [f"2026-*-{2 * at + 1}.txt"]
    assert cpu_seconds() - before < 10


def test_a_list_of_files_holds_names_and_no_patterns(tmp_path):
    put(tmp_path / "raw", {"a.txt": b"One.\n", "b.txt": b"Two  \n"})
    names = ["raw/a.txt", "raw/?.txt", "**/*.txt", "[" * 10_000, "**/a/" * 12 + "b?"]
    put(tmp_path, {"list": "\n".join(names).encode()})
    done = run_guarded("check", "--file-list", "list", cwd=tmp_path)
    assert done.returncode == 2 and b"b.txt" not in done.stdout
    assert len(errors_of(done)) == len(names) - 1


def test_a_path_that_is_named_by_a_pattern_goes_in_no_circles(tmp_path):
    raw = put(tmp_path / "raw", {"a.txt": b"One.\n", "d/b.txt": b"Two.\n"})
    for name in ("x", "y", "z"):
        (raw / name).symlink_to(".")
    done = run_guarded("check", "raw/**/*.txt", cwd=tmp_path)
    assert done.returncode == 0 and done.stderr.startswith(b"2 documents, "), done.stderr
