"""`--config-from REV`: what decides comes from a revision, and what is judged from the working tree."""

import subprocess

import pytest

from tests.console import run
from tests.test_ci import git

TEXT = "The board met on Tues-day.\n"
OPTIONS = 'corpus = ["seeds"]\noutput = "clean"\n'
CONFIG = ("--config-from", "main")


@pytest.fixture
def repository(tmp_path):
    """`main` has a text, which it ignores the flaw of; `topic` is checked out."""
    folder = tmp_path / "repository"
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds" / "a.txt").write_text(TEXT)
    (folder / "cleaner.toml").write_text(OPTIONS + 'ignore = ["hyphenation"]\n')
    git(tmp_path, "init", "-q", "-b", "main", folder.name)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "old")
    git(folder, "checkout", "-qb", "topic")
    (folder / "cleaner.toml").write_text(OPTIONS)
    return folder


def commit_to_main(folder, **files):
    """Commit files to `main`; the working tree comes to lack them."""
    git(folder, "stash", "-q")
    git(folder, "checkout", "-q", "main")
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "more")
    git(folder, "checkout", "-q", "topic")
    git(folder, "stash", "pop", "-q")


def test_the_configuration_is_that_of_the_revision(repository):
    assert run("check", cwd=repository).returncode == 1
    for cwd in (repository, repository / "seeds"):
        assert run("check", *CONFIG, cwd=cwd).returncode == 0
    done = run("check", *CONFIG, "--ignore", "quotation", cwd=repository)
    assert done.returncode == 1, "the command line comes before it"
    assert run("check", cwd=repository, env={"CLEANER_CONFIG_FROM": "main"}).returncode == 0


def test_a_twin_is_current_where_the_configuration_did_not_change(repository):
    assert run("clean", "-q", *CONFIG, cwd=repository).returncode == 0
    assert run("clean", "--check", *CONFIG, cwd=repository).returncode == 0
    assert run("clean", "--check", cwd=repository).returncode == 1
    git(repository, "checkout", "-q", "main", "--", "cleaner.toml")
    assert run("clean", "--check", cwd=repository).returncode == 0
    assert run("clean", "--check", "--isolated", "seeds", "-o", "clean", cwd=repository).returncode == 1


def test_it_is_said_where_the_configuration_comes_from(repository):
    file = f"{repository / 'cleaner.toml'} at main"
    assert f"configuration: {file}" in run("check", "-v", *CONFIG, cwd=repository).stderr.decode()
    lines = run("config", *CONFIG, cwd=repository).lines
    assert lines[0] == f"# {file}" and any(line.startswith('ignore = ["hyphenation"]') for line in lines)


def test_files_that_the_working_tree_lacks_are_read(repository):
    entry = '[[ignore]]\npath = "a.txt"\nrule = "hyphenation"\nreason = "as it is"\n'
    commit_to_main(repository, cleaner__toml=OPTIONS, **{"cleaner-ignore__toml": entry})
    assert not (repository / "cleaner-ignore.toml").exists()
    (repository / "cleaner.toml").unlink()
    done = run("check", *CONFIG, cwd=repository)
    assert done.returncode == 0 and b"1 accepted" in done.stderr


@pytest.mark.parametrize("option", ["--config", "--baseline", "--suppressions", "--decisions"])
def test_a_file_that_is_named_is_that_of_the_revision(repository, option):
    content = '[[ignore]]\npath = "a.txt"\nrule = "hyphenation"\nreason = "as it is"\n'
    content = {"--config": 'ignore = ["hyphenation"]\n', "--suppressions": content}.get(option, "")
    if option == "--baseline":
        assert run("check", "--write-baseline", "known", cwd=repository).returncode == 0
        content = (repository / "known").read_text()
    elif option == "--decisions":
        content = '{"verdict": "reject", "rule": "hyphenation.broken-word"}\n'
    (repository / "known").write_text("planted")
    done = run("check", "seeds", *CONFIG, option, "known", cwd=repository)
    assert done.returncode == 2 and b"known: does not exist in main" in done.stderr
    (repository / "known").unlink()
    commit_to_main(repository, known=content, cleaner__toml=OPTIONS)
    (repository / "known").write_text("planted")
    assert run("check", "seeds", option, "known", cwd=repository).returncode == 2
    assert run("check", "seeds", *CONFIG, option, "known", cwd=repository).returncode == 0


def test_a_file_outside_of_the_repository_is_read_where_it_lies(repository):
    (repository.parent / "strict.toml").write_text('select = ["hyphenation"]\n')
    done = run("check", "seeds", *CONFIG, "--config", "../strict.toml", cwd=repository)
    assert done.returncode == 1


def test_ignore_files_are_those_of_the_revision(repository):
    commit_to_main(repository, __cleanerignore="b.txt\n", __gitignore="c.txt\n", cleaner__toml=OPTIONS)
    for name in ("b", "c", "d"):
        (repository / "seeds" / f"{name}.txt").write_text(f"The {name} board met on Tues-day.\n")
    (repository / ".gitignore").mkdir()
    (repository / "seeds" / ".cleanerignore").write_text("!b.txt\nd.txt\n")
    names = [line.partition(":")[0] for line in run("check", *CONFIG, cwd=repository).lines]
    assert names == ["seeds/a.txt", "seeds/d.txt"]
    assert len(run("check", *CONFIG, "--no-ignore", cwd=repository).lines) == 4


def test_other_commands_have_it_too(repository):
    assert run("duplicates", "--sweep", *CONFIG, "seeds", cwd=repository).returncode == 0
    (repository / ".cleanerignore").write_text("seeds/\n")
    assert run("index", "build", "x.index", "seeds", *CONFIG, cwd=repository).returncode == 0


class TestErrors:
    @pytest.mark.parametrize("revision", ["nowhere", "", "--output=x", "main:seeds"])
    @pytest.mark.parametrize("command", ["check", "clean"])
    def test_what_is_no_revision_is_one_error(self, repository, command, revision):
        done = run(command, f"--config-from={revision}", cwd=repository)
        [line] = done.stderr.decode().splitlines()
        assert done.returncode == 2 and f"there is no revision {revision!r} in {repository}" in line
        assert "--config-from wants a revision of this repository, with its history (fetch-depth: 0)" in line
        assert not (repository / "clean").exists()

    def test_where_there_is_no_repository(self, tmp_path):
        (tmp_path / "a.txt").write_text(TEXT)
        done = run("check", "a.txt", *CONFIG, cwd=tmp_path)
        assert done.returncode == 2 and b"is in no git repository" in done.stderr

    def test_it_asks_for_what_isolated_forbids(self, repository):
        done = run("check", *CONFIG, "--isolated", "seeds", cwd=repository)
        assert done.returncode == 2 and b"--config-from asks for a configuration" in done.stderr

    def test_a_configuration_that_is_wrong_in_the_revision(self, repository):
        commit_to_main(repository, cleaner__toml="x = ")
        done = run("check", *CONFIG, cwd=repository)
        assert done.returncode == 2 and b"cleaner.toml: is no TOML" in done.stderr.replace(b":1:", b":")

    def test_what_a_partial_clone_has_not_fetched(self, repository, tmp_path):
        commit_to_main(repository, cleaner__toml=OPTIONS)
        git(repository, "config", "uploadpack.allowFilter", "true")
        url = f"file://{repository}"
        git(tmp_path, "clone", "-q", "--filter=blob:none", "--branch", "topic", url, "partial")
        done = run("check", "--config-from", "origin/main", cwd=tmp_path / "partial")
        assert done.returncode == 2 and b"or a partial clone has not fetched it" in done.stderr
        subprocess.run(["git", "show", "origin/main:cleaner.toml"], cwd=tmp_path / "partial", check=True)
        assert run("check", "--config-from", "origin/main", cwd=tmp_path / "partial").returncode == 1
