"""Where the gate runs: the steps of the action, the hooks, completion, and a day with both gates."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.console import run
from tests.report.test_hostile import parsed

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
DIRTY = "The gate is a matter of secu-rity, said the board.\n"
OLD = (
    "The harbour office said on Monday that the new ferry line would open in spring, with four crossings a "
    "day and a night boat at weekends.\n"
)
COPY = OLD.replace("said on Monday", "announced on Monday")


def git(folder, *arguments):
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds" / "m.txt").write_text("Old words that open the text.\n\n" + OLD)
    (folder / "seeds" / "n.txt").write_text("The board met on Tuesday and put the vote off until May.\n")
    (folder / "cleaner.toml").write_text('corpus = ["seeds"]\noutput = "clean"\n')
    assert run("clean", "-q", cwd=folder).returncode == 0
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "old")
    git(folder, "checkout", "-qb", "topic")
    return folder


class Runner:
    """Runs a step of the action as GitHub does: its script in bash, its inputs in the environment."""

    def __init__(self, folder):
        self.folder = folder
        self.temp = folder.parent / "runner"
        (self.temp / "bin").mkdir(parents=True)
        shim = self.temp / "bin" / "cleaner"
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m cleaner "$@"\n')
        shim.chmod(0o755)

    def step(self, name, *, event="push", base="", **inputs):
        [step] = [step for step in ACTION["runs"]["steps"] if step["id"] == name]
        names = {key: key.replace("-", "_") for key in ACTION["inputs"]}
        given = {key: inputs.pop(names[key], value["default"]) for key, value in ACTION["inputs"].items()}
        assert not inputs
        told = {
            key: value
            if "inputs." not in value
            else given[value.removeprefix("${{ inputs.").removesuffix(" }}")]
            for key, value in step["env"].items()
        }
        told |= {"DOCS": "https://docs.example/rules.md"} if "DOCS" in told else {}
        told |= {"BASE": base}
        files = {key: self.temp / key.lower() for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={
                "PATH": f"{self.temp / 'bin'}:{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "HOME": str(self.temp),
                "CI": "true",
                "GITHUB_EVENT_NAME": event,
                "RUNNER_TEMP": str(self.temp),
                **{key: str(file) for key, file in files.items()},
                **told,
            },
        )


class TestAction:
    def test_no_input_is_pasted_into_a_script(self):
        for step in ACTION["runs"]["steps"]:
            assert "${{" not in step["run"]

    def test_findings_are_annotations_a_summary_and_sarif(self, repository):
        (repository / "seeds" / "new 1.txt").write_text(DIRTY)
        runner = Runner(repository)
        done = runner.step("check", paths="seeds/new 1.txt\n\nseeds/n.txt\n")
        assert done.returncode == 1, done.stderr
        [line] = done.stdout.splitlines()
        name, properties, data = parsed(line)
        assert (name, properties["file"], properties["line"]) == ("error", "seeds/new 1.txt", "1")
        assert data == 'remove "-" (https://docs.example/rules.md#hyphenationbroken-word)'
        assert (
            "| [`hyphenation.broken-word`](https://docs.example"
            in (runner.temp / "github_step_summary").read_text()
        )
        sarif = json.loads((runner.temp / "cleaner.sarif").read_text())
        assert len(sarif["runs"][0]["results"]) == 1
        assert (runner.temp / "github_output").read_text() == f"sarif={runner.temp}/cleaner.sarif\n"

    def test_since_judges_what_the_branch_brings(self, repository):
        (repository / "seeds" / "0.txt").write_text("New words that open another text.\n\n" + COPY)
        done = Runner(repository).step("check", since="main")
        assert done.returncode == 1
        assert {parsed(line)[1]["file"] for line in done.stdout.splitlines()} == {"seeds/0.txt"}

    def test_a_pull_request_cannot_bring_its_own_rules(self, repository):
        (repository / "seeds" / "new.txt").write_text(DIRTY)
        (repository / "cleaner.toml").write_text('ignore = ["hyphenation"]\n')
        (repository / ".cleanerignore").write_text("new.txt\n")
        runner = Runner(repository)
        assert runner.step("check", event="push").returncode == 0
        assert runner.step("check", event="pull_request").returncode == 1
        assert runner.step("check", event="pull_request_target").returncode == 1
        assert runner.step("check", event="pull_request", isolated="false").returncode == 0

    def test_the_installation_runs_nothing_of_the_checkout(self, repository):
        runner = Runner(repository)
        for name in ("venv", "logging", "pip", "ensurepip", "sitecustomize", "types"):
            (repository / f"{name}.py").write_text(f"open({str(runner.temp / 'ran')!r}, 'w')\n")
        shim = runner.temp / "bin" / "python3"
        # Without pip the step ends after the first of its programs, and asks no network.
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@" --without-pip\n')
        shim.chmod(0o755)
        done = runner.step("install")
        assert done.returncode == 127 and "bin/pip" in done.stderr, done.stderr
        assert not (runner.temp / "ran").exists()

    def test_options_are_passed_on_and_nothing_is_run(self, repository):
        (repository / "seeds" / "new.txt").write_text(DIRTY)
        runner = Runner(repository)
        assert runner.step("check", args="--fail-on certain  --certain-only").returncode == 0
        for name in ("paths", "args", "since"):
            done = runner.step("check", **{name: "$(touch pwned); `touch pwned`"})
            assert done.returncode == 2
        assert runner.step("check", paths="--exit-zero\nseeds").returncode == 2
        assert not (repository / "pwned").exists()

    def test_the_twin(self, repository):
        runner = Runner(repository)
        assert runner.step("twin", twin="clean").returncode == 0
        (repository / "clean" / "n.txt").write_text("By hand.\n")
        done = runner.step("twin", twin="clean")
        assert (done.returncode, done.stdout) == (1, "edited clean/n.txt\n")


class TestWhereTheRulesComeFrom:
    """A pull request adds a dirty text, and rules that hide it; its base has neither."""

    @pytest.fixture
    def repository(self, repository):
        (repository / "seeds" / "new.txt").write_text(DIRTY)
        (repository / "cleaner.toml").write_text(
            'corpus = ["seeds"]\noutput = "clean"\nignore = ["hyphenation"]\n'
        )
        assert run("clean", "-q", cwd=repository).returncode == 0
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", "new")
        return repository

    def test_a_pull_request_is_judged_by_its_base(self, repository):
        runner = Runner(repository)
        assert runner.step("check", event="pull_request", base="main").returncode == 1
        twin = runner.step("twin", event="pull_request_target", base="main", twin="clean")
        assert twin.returncode == 1 and "stale clean/new.txt" in twin.stdout.splitlines()

    def test_isolated_is_heard_first(self, repository):
        runner = Runner(repository)
        given = {"event": "pull_request", "base": "nowhere"}
        assert runner.step("check", **given).returncode == 2
        assert runner.step("check", **given, isolated="true").returncode == 1
        assert runner.step("check", **given, isolated="false").returncode == 0
        assert runner.step("twin", **given, isolated="false", twin="clean").returncode == 0

    @pytest.mark.parametrize("event", ["push", "pull_request"])
    def test_a_revision_that_is_named_is_taken(self, repository, event):
        runner = Runner(repository)
        for name, code in (("main", 1), ("topic", 0)):
            assert runner.step("check", event=event, base="nowhere", config_from=name).returncode == code
        assert runner.step("twin", event=event, twin="clean", config_from="main").returncode == 1
        for value in ("$(touch pwned)", "--output=pwned"):
            assert runner.step("check", event=event, config_from=value).returncode == 2
        assert not (repository / "pwned").exists()

    @pytest.mark.parametrize("config_from", ["auto", ""])
    def test_a_push_is_judged_by_its_own_rules(self, repository, config_from):
        runner = Runner(repository)
        assert runner.step("check", event="push", config_from=config_from).returncode == 0
        assert runner.step("twin", event="push", twin="clean", config_from=config_from).returncode == 0
        done = runner.step("check", event="pull_request", base="main", config_from=config_from)
        assert done.returncode == 1


class TestHooks:
    """The entries as pre-commit calls them."""

    def call(self, repository, name, *files):
        entry = shlex.split(HOOKS[name]["entry"])
        assert entry[0] == "cleaner" and HOOKS[name]["require_serial"]
        return run(*entry[1:], *(files if HOOKS[name].get("pass_filenames", True) else ()), cwd=repository)

    def test_check_judges_the_staged_files_against_the_corpus(self, repository):
        (repository / "seeds" / "0.txt").write_text("New words that open another text.\n\n" + COPY)
        done = self.call(repository, "cleaner-check", "seeds/0.txt")
        assert done.returncode == 1 and "repeats seeds/m.txt:3" in done.lines[0]
        (repository / "seeds" / "0.txt").unlink()
        assert self.call(repository, "cleaner-check", "seeds/m.txt", "seeds/n.txt").returncode == 0

    def test_check_passes_over_what_is_excluded(self, repository):
        (repository / "README.md").write_text(DIRTY)
        (repository / ".cleanerignore").write_text("README.md\n")
        assert self.call(repository, "cleaner-check", "README.md").returncode == 0

    def test_sync_updates_the_twin_and_fails_if_it_did(self, repository):
        assert self.call(repository, "cleaner-sync").returncode == 0
        (repository / "seeds" / "new.txt").write_text(DIRTY)
        done = self.call(repository, "cleaner-sync")
        assert done.returncode == 1 and "missing clean/new.txt" in done.lines
        assert (repository / "clean" / "new.txt").read_text() == DIRTY.replace("secu-rity", "security")
        assert self.call(repository, "cleaner-sync").returncode == 0


class TestADayWithBothGates:
    """What each gate says to each kind of change, and that nobody is blamed for what they did not touch."""

    def gates(self, repository):
        check = run("check", "seeds", "--since", "main", "--fail", "duplicates", "-q", cwd=repository)
        twin = run("clean", "--check", cwd=repository)
        return check, twin

    def blamed(self, check):
        return {line.partition(":")[0] for line in check.lines}

    def test_a_good_seed(self, repository):
        (repository / "seeds" / "p.txt").write_text(
            "A third text has its own words, and none of the others.\n"
        )
        check, twin = self.gates(repository)
        assert (check.returncode, check.lines) == (0, [])
        assert twin.returncode == 1 and "missing clean/p.txt" in twin.lines
        assert not any(line.endswith(("m.txt", "n.txt")) for line in twin.lines)
        run("clean", "-q", cwd=repository)
        assert [done.returncode for done in self.gates(repository)] == [0, 0]

    def test_a_dirty_seed_is_shown_and_cleaned_but_does_not_fail_a_gate_on_duplicates(self, repository):
        (repository / "seeds" / "p.txt").write_text(DIRTY)
        check, twin = self.gates(repository)
        assert check.returncode == 0 and self.blamed(check) == {"seeds/p.txt"}
        assert twin.returncode == 1 and "missing clean/p.txt" in twin.lines

    @pytest.mark.parametrize("name", ["z.txt", "0.txt"])
    def test_a_near_copy_is_blamed_wherever_its_name_sorts(self, repository, name):
        (repository / "seeds" / name).write_text("New words that open another text.\n\n" + COPY)
        check, twin = self.gates(repository)
        assert check.returncode == 1 and self.blamed(check) == {f"seeds/{name}"}
        assert twin.returncode == 1
        # In the twin the order of names decides who is kept, and the gate says which files that makes stale.
        assert ("stale clean/m.txt" in twin.lines) == (name == "0.txt")

    def test_an_edit_by_hand_in_the_twin(self, repository):
        (repository / "clean" / "n.txt").write_text("By hand.\n")
        check, twin = self.gates(repository)
        assert check.returncode == 0
        assert (twin.returncode, twin.lines) == (1, ["edited clean/n.txt"])

    def test_a_seed_that_goes(self, repository):
        (repository / "seeds" / "n.txt").unlink()
        check, twin = self.gates(repository)
        assert check.returncode == 0
        assert twin.returncode == 1 and "extra clean/n.txt" in twin.lines
        run("clean", "-q", cwd=repository)
        assert not (repository / "clean" / "n.txt").exists()
        assert [done.returncode for done in self.gates(repository)] == [0, 0]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell):
    assert b"cleaner" in run(env={"_CLEANER_COMPLETE": f"{shell}_source"}).stdout


def test_completion_knows_commands_and_options():
    env = {"_CLEANER_COMPLETE": "bash_complete", "COMP_WORDS": "cleaner check --out", "COMP_CWORD": "2"}
    told = run(env=env).stdout.decode()
    assert "plain,--output-format" in told and "plain,--output-file" in told
    env |= {"COMP_WORDS": "cleaner check --fail-on ", "COMP_CWORD": "3"}
    assert "plain,likely" in run(env=env).stdout.decode()
