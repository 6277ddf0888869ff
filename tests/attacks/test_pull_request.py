"""A pull request is judged by the rules of its base: an honest one passes, one that changes them does not."""

import subprocess

import pytest

from tests.console import run
from tests.test_ci import Runner, git, parsed

GOOD = "The ferry to the northern islands leaves at seven, and comes back before the shops close.\n"
NEW = "The library has bought the papers of two painters who had worked on the quay.\n"
FIRM = "The board of Re-sign met on Tuesday, and put off the vote until the end of May.\n"
KNOWN = "Nobody could say when the win-dow of the hall had last been washed.\n"
REJECTED = "He called the new line a matter of taste, and would not be moved.  \n"
DRAFT = "A draft that no-body reads.\n"
DIRTY = "The gate is a matter of secu-rity, said the man who had built it.\n"
ACCEPTED = '[[ignore]]\npath = "{}"\nrule = "hyphenation"\nreason = "as it stands in print"\n'
TABLE = "[tool.cleaner]\ncorpus = ['seeds']\noutput = 'clean'\nignore = ['hyphenation', 'whitespace']\n"
DECISION = '{{"verdict": "reject", "rule": "{}"}}\n'
REJECTED_RULES = ("whitespace.trailing", "hyphenation.broken-word")
BASE = {
    "seeds/good.txt": GOOD,
    "seeds/firm.txt": FIRM,
    "seeds/known.txt": KNOWN,
    "seeds/rejected.txt": REJECTED,
    "seeds/draft.txt": DRAFT,
    "cleaner.toml": (
        'corpus = ["seeds"]\noutput = "clean"\nbaseline = "known.json"\ndecisions = "decisions.jsonl"\n'
        'fail-on = "likely"\nselect = ["hyphenation", "whitespace", "duplicates"]\n'
    ),
    "cleaner-ignore.toml": ACCEPTED.format("firm.txt"),
    ".cleanerignore": "draft.txt\n",
    "decisions.jsonl": DECISION.format("whitespace.trailing"),
}
HIDING = {
    "cleaner.toml": {"cleaner.toml": BASE["cleaner.toml"] + 'ignore = ["hyphenation"]\n'},
    "a policy": {"cleaner.toml": BASE["cleaner.toml"].replace("likely", "never")},
    "a file nearer by": {"seeds/.cleanerignore": "new.txt\n"},
    "suppressions": {"cleaner-ignore.toml": ACCEPTED.format("*.txt")},
    "decisions": {
        "decisions.jsonl": DECISION.format("whitespace.trailing") + DECISION.format("hyphenation.broken-word")
    },
    ".cleanerignore": {".cleanerignore": "draft.txt\nnew.txt\n"},
    ".gitignore": {".gitignore": "new.txt\n"},
    "pyproject.toml": {"pyproject.toml": TABLE, "cleaner.toml": None},
}


def write(folder, files):
    """Write files; None takes one away."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(content)


def commit(folder):
    git(folder, "add", "-Af")
    git(folder, "commit", "-qm", "x")


@pytest.fixture
def repository(tmp_path):
    """A corpus with a twin, of which every finding is accepted in one of the ways that there are."""
    folder = tmp_path / "repository"
    write(folder, BASE)
    git(tmp_path, "init", "-q", "-b", "main", folder.name)
    write(folder, {"known.json": '{"format": 1, "findings": []}\n'})
    assert run("check", "seeds/known.txt", "--write-baseline", "known.json", cwd=folder).returncode == 0
    assert run("clean", "-q", cwd=folder).returncode == 0
    commit(folder)
    git(folder, "checkout", "-qb", "topic")
    return folder


class PullRequest:
    """The two steps of the action, as GitHub runs them for a pull request."""

    def __init__(self, folder):
        self._runner = Runner(folder)
        done = subprocess.run(
            ["git", "rev-parse", "main"], cwd=folder, capture_output=True, text=True, check=True
        )
        self._base = done.stdout.strip()

    def check(self, **inputs):
        return self._runner.step("check", event="pull_request", base=self._base, **inputs)

    def check_twin(self, **inputs):
        return self._runner.step("twin", event="pull_request", base=self._base, twin="clean", **inputs)


def test_what_the_base_accepts_passes_and_its_twin_is_current(repository):
    change = PullRequest(repository)
    for done in (change.check(), change.check_twin()):
        assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_an_honest_change_passes(repository):
    write(repository, {"seeds/new.txt": NEW, "seeds/good.txt": None})
    assert run("clean", "-q", cwd=repository).returncode == 0
    commit(repository)
    change = PullRequest(repository)
    for done in (change.check(since="main"), change.check_twin()):
        assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_an_honest_change_that_is_dirty_is_found(repository):
    write(repository, {"seeds/new.txt": DIRTY})
    commit(repository)
    change = PullRequest(repository)
    assert [parsed(line)[1]["file"] for line in change.check().stdout.splitlines()] == ["seeds/new.txt"]
    twin = change.check_twin()
    assert (twin.returncode, "missing clean/new.txt" in twin.stdout.splitlines()) == (1, True)


@pytest.mark.parametrize("way", HIDING)
def test_a_change_that_hides_its_finding_is_found(repository, way):
    write(repository, {"seeds/new.txt": DIRTY, **HIDING[way]})
    run("clean", "-q", cwd=repository)
    commit(repository)
    assert run("check", cwd=repository).returncode == 0, "it would have been hidden"
    done = run("check", "--config-from", "main", cwd=repository)
    assert (done.returncode, [line.partition(":")[0] for line in done.lines]) == (1, ["seeds/new.txt"])
    if way != "a policy":  # what fails a check is no matter of the twin
        twin = run("clean", "--check", "--config-from", "main", cwd=repository)
        assert twin.returncode == 1 and "clean/new.txt" in [line.partition(" ")[2] for line in twin.lines]


def test_a_finding_that_the_change_adds_to_the_baseline_is_found(repository):
    write(repository, {"seeds/new.txt": DIRTY})
    assert run("check", "--write-baseline", "known.json", cwd=repository).returncode == 0
    commit(repository)
    assert run("check", cwd=repository).returncode == 0
    assert run("check", "--config-from", "main", cwd=repository).returncode == 1


def test_all_of_it_with_links_filters_and_modules_runs_nothing(repository):
    sentinel = repository.parent / "ran"
    planted = f"open({str(sentinel)!r}, 'w')\n"
    write(repository, {"seeds/new.txt": DIRTY, **dict.fromkeys(("cleaner.toml", "known.json"))})
    write(repository, {f"{name}.py": planted for name in ("json", "multiprocessing", "click", "cleaner")})
    write(repository, {".gitattributes": "* filter=x diff=x\n", "lax.toml": 'ignore = ["hyphenation"]\n'})
    (repository / "cleaner.toml").symlink_to("lax.toml")
    (repository / "known.json").mkdir()
    commit(repository)
    for key in ("filter.x.clean", "filter.x.smudge", "core.fsmonitor"):
        git(repository, "config", key, f"touch {sentinel}")
    sentinel.unlink(missing_ok=True)  # git ran the filter just now
    change = PullRequest(repository)
    done, twin = change.check(since="main"), change.check_twin()
    assert (done.returncode, twin.returncode) == (1, 1), done.stderr + twin.stderr
    assert not sentinel.exists()


def test_without_the_history_one_error_says_what_to_fetch(repository, tmp_path):
    write(repository, {"seeds/new.txt": NEW})
    commit(repository)
    change = PullRequest(repository)
    url = f"file://{repository}"
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "topic", url, "shallow")
    change._runner.folder = tmp_path / "shallow"
    done = change.check()
    [line] = done.stderr.splitlines()
    assert done.returncode == 2 and "there is no revision" in line and "fetch-depth: 0" in line
