"""A stranger's `cleaner.toml` names what lies in its own folder, and nothing else."""

import os

import pytest

from tests.console import run

TEXT = "The board met on Tues-day.\n"
PATHS = ("corpus", "output", "against", "index", "baseline", "suppressions", "decisions")


@pytest.fixture
def tree(tmp_path):
    """The tree of a stranger, and a folder beside it, which is the user's."""
    folder = tmp_path / "tree"
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds" / "a.txt").write_text(TEXT)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("A word that only the user knows, and Tues-day.\n")
    return folder


def write_options(tree, name, value, where="cleaner.toml"):
    value = f"[{value!r}]" if name in ("corpus", "against") else repr(value)
    table = "[tool.cleaner]\n" if where == "pyproject.toml" else ""
    (tree / where).write_text(f"{table}{name} = {value}\n")


def list_outside(tree):
    return sorted(tree.parent.iterdir()), sorted((tree.parent / "outside").iterdir())


def assert_refused(done, name):
    assert done.returncode == 2, done.stdout
    [line] = done.stderr.decode().splitlines()
    assert line.startswith("error: ") and f"cleaner.toml: {name} = " in line
    assert "on the command line)" in line and b"only the user knows" not in done.stdout


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("kind", ["absolute", "above", "above from a folder of its own", "link", "in a link"])
def test_no_path_of_a_configuration_leads_out_of_its_folder(tree, name, kind):
    outside = tree.parent / "outside"
    (tree / "link").symlink_to(outside)
    target = "" if name in ("corpus", "output", "against") else "/secret.txt"
    value = {
        "absolute": f"{outside}{target}",
        "above": f"../outside{target}",
        "above from a folder of its own": f"seeds/../../outside{target}",
        "link": f"link{target}",
        "in a link": f"link/new{target}",
    }[kind]
    write_options(tree, name, value)
    before = list_outside(tree)
    assert_refused(run("check", "seeds", cwd=tree), name)
    assert_refused(run("clean", "seeds", cwd=tree), name)
    assert_refused(run("clean", cwd=tree), name)
    assert list_outside(tree) == before


@pytest.mark.parametrize(
    "value",
    [
        "~/x",
        "~root",
        "C:\\x",
        "c:x",
        "C:/x",
        "\\x",
        "\\\\host\\share",
        "//host/share",
        "a\\..\\..\\x",
        "file:///x",
    ],
)
def test_ways_out_of_other_systems_are_refused_on_each(tree, value):
    write_options(tree, "output", value)
    assert_refused(run("clean", "seeds", cwd=tree), "output")


@pytest.mark.parametrize("kind", ["repository", "environment", "hidden environment", "link"])
def test_nothing_is_written_where_programs_load_from(tree, kind):
    """Names and contents are the stranger's: modules of an environment, refs of the repository."""
    packages = "lib/python3.11/site-packages"
    for name in (".git/refs/tags", f"venv/{packages}", f".venv/{packages}"):
        (tree / name).mkdir(parents=True)
    (tree / "link").symlink_to(f"venv/{packages}")
    (tree / "seeds" / "__init__.py").write_text("print('planted')\n")
    value = {
        "repository": ".git/refs/tags",
        "environment": f"venv/{packages}/sitecustomize",
        "hidden environment": f".venv/{packages}/sitecustomize",
        "link": "link/sitecustomize",
    }[kind]
    before = sorted(tree.rglob("*"))
    (tree / "cleaner.toml").write_text(f'corpus = ["seeds"]\ninput-format = "txt"\noutput = "{value}"\n')
    assert_refused(run("clean", cwd=tree), "output")
    assert sorted(path for path in tree.rglob("*") if path.name != "cleaner.toml") == before


def test_a_pattern_matches_nothing_behind_a_link(tree):
    (tree / "link").symlink_to(tree.parent / "outside")
    for pattern in ("l*/*.txt", "l*"):
        write_options(tree, "corpus", pattern)
        assert_refused(run("check", cwd=tree), "corpus")
    write_options(tree, "corpus", "**/*.txt")  # which goes behind no link
    done = run("check", cwd=tree)
    assert done.stderr.startswith(b"1 document, ") and b"only the user knows" not in done.stdout


def test_a_link_in_circles_is_no_way_in(tree):
    (tree / "link").symlink_to("link")
    write_options(tree, "output", "link")
    assert_refused(run("clean", "seeds", cwd=tree), "output")


def test_a_table_of_pyproject_and_a_file_that_is_named_are_held_to_it_too(tree):
    write_options(tree, "output", "../outside/new", where="pyproject.toml")
    done = run("clean", "seeds", cwd=tree)
    assert done.returncode == 2 and b"pyproject.toml: output = '../outside/new' " in done.stderr
    (tree / "sub").mkdir()
    write_options(tree / "sub", "output", "../new")
    assert_refused(run("clean", "seeds", "--config", "sub/cleaner.toml", cwd=tree), "output")
    assert not (tree / "new").exists()


def test_addresses_come_from_the_command_line(tree):
    for name, value in (
        ("index", "redis://127.0.0.1:1"),
        ("docs", "https://example.org/"),
        ("docs", "//x.org"),
    ):
        write_options(tree, name, value)
        assert_refused(run("check", "seeds", cwd=tree), name)
    write_options(tree, "docs", "docs/rules.md")
    assert run("check", "seeds", cwd=tree).returncode == 1
    done = run("check", "seeds", "--docs", "https://example.org/", "--output-format", "github", cwd=tree)
    assert b"https://example.org/" in done.stdout


def test_keys_that_would_start_or_follow_something_are_none(tree):
    for name in (
        "engine",
        "spark-master",
        "spark-conf",
        "follow-links",
        "file-list",
        "config",
        "isolated",
        "force",
    ):
        write_options(tree, name, "x")
        done = run("clean", "seeds", "-o", "clean", cwd=tree)
        assert done.returncode == 2 and f"there is no key '{name}'".encode() in done.stderr
    assert not (tree / "clean").exists()


def test_the_workers_that_it_asks_for_are_no_more_than_the_cores(tree, monkeypatch):
    numbers = []
    monkeypatch.setattr("cleaner.cli.clean.clean_folder", lambda *parts: numbers.append(parts[4].jobs) or 0)
    (tree / "cleaner.toml").write_text("jobs = 1000000\n")
    assert run("clean", "seeds", "-o", "clean", cwd=tree).returncode == 0
    assert run("clean", "seeds", "-o", "clean", "-j", "64", cwd=tree).returncode == 0
    assert numbers == [len(os.sched_getaffinity(0)), 64]


def test_an_output_or_input_that_is_a_link_to_itself_is_one_error(tree):
    (tree / "clean").symlink_to("clean")
    (tree / "sub").mkdir()
    (tree / "sub" / "clean").symlink_to("../clean")
    for arguments in (
        ("seeds", "-o", "clean"),
        ("clean", "sub/clean", "-o", "new"),
        ("seeds", "-o", "clean/x"),
    ):
        done = run("clean", *arguments, cwd=tree)
        assert done.returncode == 2 and done.stderr.count(b"\n") <= 2, done.stderr
        assert b"error: " in done.stderr and b"a bug" not in done.stderr
