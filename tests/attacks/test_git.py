"""A tree with a `.git` of its own, whose every setting names a program: none runs, and nothing waits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.console import Done, run

ROOT = Path(__file__).parents[2]
TEXT = "The harbour office said on Monday that the new ferry line would open in spring.\n"
DIRTY = "The board met on Tues-day.\n"


def git(folder, *arguments):
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def tree(tmp_path):
    """A repository with one text that did not change and one that did; a program that says that it ran."""
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "old.txt").write_text(TEXT)
    (folder / "new.txt").write_text(TEXT)
    (folder / ".gitattributes").write_text("* filter=x diff=x merge=x\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "old")
    (folder / "new.txt").write_text(DIRTY)
    # Of the same bytes and another time: git would look into it, through its filters.
    os.utime(folder / "old.txt", (1, 1))
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho ran >> {tmp_path / 'ran'}\n")
    program.chmod(0o755)
    return folder


CHECK = ("check", ".", "--since=main", "--isolated")


def check_since(tree, **env):
    """Check what changed. Returns how it ended, and whether the program ran."""
    return run(*CHECK, cwd=tree, env=env), (tree.parent / "ran").exists()


def check_within_seconds(tree):
    """Check what changed, in a process that does not wait for ever."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "cleaner", *CHECK],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=20,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def assert_found(done):
    """The file that changed is judged, and no other."""
    lines = ['new.txt:1:22: hyphenation.broken-word remove "-"']
    assert (done.returncode, done.lines) == (1, lines), done.stderr


SETTINGS = {
    "core.fsmonitor": "{program}",
    "filter.x.clean": "{program}",
    "filter.x.process": "{program}",
    "filter.x.smudge": "{program}",
    "filter.x.required": "true",
    "diff.x.textconv": "{program}",
    "diff.x.command": "{program}",
    "diff.external": "{program}",
    "merge.x.driver": "{program}",
    "core.pager": "{program}",
    "pager.diff": "{program}",
    "pager.ls-tree": "{program}",
    "core.editor": "{program}",
    "core.sshCommand": "{program}",
    "core.askPass": "{program}",
    "core.gitProxy": "{program}",
    "core.alternateRefsCommand": "{program}",
    "credential.helper": "!{program}",
    "gpg.program": "{program}",
    "alias.ls-tree": "!{program}",
    "alias.rev-parse": "!{program}",
}


@pytest.mark.parametrize("names", [["core.fsmonitor"], ["filter.x.clean"], ["filter.x.process"], SETTINGS])
def test_settings_of_the_repository_run_nothing(tree, names):
    with open(tree / ".git" / "config", "a") as file:
        for name in names:
            section, _, key = name.rpartition(".")
            section, _, subsection = section.partition(".")
            value = SETTINGS[name].format(program=tree.parent / "program")
            file.write(f'[{section} "{subsection}"]\n' if subsection else f"[{section}]\n")
            file.write(f"\t{key} = {value}\n")
    done, has_run = check_since(tree)
    assert not has_run
    assert_found(done)


def test_hooks_includes_and_the_configuration_of_a_working_tree_run_nothing(tree):
    program = tree.parent / "program"
    hooks = (
        "fsmonitor-watchman",
        "post-index-change",
        "reference-transaction",
        "pre-auto-gc",
        "post-checkout",
    )
    for name in hooks:
        (tree / ".git" / "hooks").mkdir(exist_ok=True)
        (tree / ".git" / "hooks" / name).write_bytes(program.read_bytes())
        (tree / ".git" / "hooks" / name).chmod(0o755)
    (tree / ".git" / "more").write_text(f"[core]\n\tfsmonitor = {program}\n")
    (tree / ".git" / "config.worktree").write_text(f'[filter "x"]\n\tclean = {program}\n')
    git(tree, "config", "core.hooksPath", ".git/hooks")
    git(tree, "config", "extensions.worktreeConfig", "true")
    git(tree, "config", "include.path", "more")
    done, has_run = check_since(tree)
    assert not has_run
    assert_found(done)


@pytest.mark.parametrize("url", ["ext::{program}", "ssh://nowhere/x"])
def test_a_missing_object_is_not_fetched(tree, url):
    """Git fetches what a partial clone lacks, from a remote whose address may be a program."""
    program = tree.parent / "program"
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD^{tree}"], cwd=tree, capture_output=True, text=True, check=True
    ).stdout.strip()
    git(tree, "config", "core.repositoryFormatVersion", "1")
    git(tree, "config", "extensions.partialClone", "origin")
    git(tree, "config", "remote.origin.promisor", "true")
    git(tree, "config", "remote.origin.url", url.format(program=program))
    git(tree, "config", "remote.origin.uploadpack", str(program))
    git(tree, "config", "protocol.allow", "always")
    git(tree, "config", "core.sshCommand", str(program))
    (tree / ".git" / "objects" / commit[:2] / commit[2:]).unlink()
    done, has_run = check_since(tree)
    assert not has_run
    assert done.returncode == 2 and done.stderr.startswith(b"error: git ls-tree failed: "), done.stderr


@pytest.mark.parametrize("path", ["", ".:{path}"])
def test_git_is_not_found_in_the_tree(tree, path):
    (tree / "git").write_bytes((tree.parent / "program").read_bytes())
    (tree / "git").chmod(0o755)
    done, has_run = check_since(tree, PATH=path.format(path=os.environ["PATH"]))
    assert not has_run
    assert_found(done)


@pytest.mark.parametrize("name", ["HEAD", "config", "refs/heads/x"])
def test_a_fifo_in_the_repository_is_not_waited_for(tree, name):
    path = tree / ".git" / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    done = check_within_seconds(tree)
    assert done.returncode == 2 and str(path).encode() in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.parametrize("place", ["pack", "linked pack", "named store", "store of a named store"])
def test_a_fifo_in_any_store_of_objects_is_not_waited_for(tree, place):
    objects, store = tree / ".git" / "objects", tree.with_name("store")
    (store / "pack").mkdir(parents=True)
    if place == "linked pack":
        (objects / "pack").rmdir()
        (objects / "pack").symlink_to(store / "pack")
    elif place == "pack":
        store = objects
    else:
        (objects / "info" / "alternates").write_text(f"{store}\n")
        if place == "store of a named store":
            (store / "info").mkdir()
            (store / "info" / "alternates").write_text(f"{store}/more\n{objects}\n/\n")
            store = store / "more"
            (store / "pack").mkdir(parents=True)
    os.mkfifo(store / "pack" / f"pack-{'0' * 40}.idx")
    (store / "pack" / f"pack-{'0' * 40}.pack").write_bytes(b"")
    done = check_within_seconds(tree)
    assert done.returncode == 2 and b"git would wait for it" in done.stderr


def test_a_fifo_that_the_configuration_includes_is_not_waited_for(tree):
    os.mkfifo(tree / ".git" / "more")
    with open(tree / ".git" / "config", "a") as file:
        file.write("[include]\n\tpath = more\n")
    assert_found(check_within_seconds(tree))


def test_folders_that_hold_one_another_over_and_over_are_not_all_listed(tree, monkeypatch):
    """Twelve objects of git that are ten thousand million files."""
    monkeypatch.setattr("cleaner.git.repository.LONGEST_LIST", 1 << 20)

    def ask(*arguments, stdin=""):
        return subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
            cwd=tree,
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    entry = f"100644 blob {ask('hash-object', '-w', 'old.txt')}"
    for _ in range(10):
        names = "".join(f"{entry}\t{name}\n" for name in "abcdefghij")
        entry = f"040000 tree {ask('mktree', stdin=names)}"
    commit = ask("commit-tree", "-m", "x", "-p", "HEAD", entry.split()[2])
    ask("update-ref", "refs/heads/main", commit)
    done, _ = check_since(tree)
    assert done.returncode == 2 and b"error: git ls-tree lists more than 1,048,576 bytes" in done.stderr


def test_an_index_that_calls_a_file_unchanged_is_not_believed(tree):
    git(tree, "update-index", "--assume-unchanged", "new.txt")
    assert_found(check_since(tree)[0])


def test_a_filter_that_hides_a_change_is_not_believed(tree):
    """What the filter makes of the new text is the old one, so that git finds no change."""
    (tree.parent / "program").write_text(f"#!/bin/sh\ncat > /dev/null\nprintf %s '{TEXT}'\n")
    git(tree, "config", "filter.x.clean", str(tree.parent / "program"))
    assert_found(check_since(tree)[0])


def test_a_list_of_excluded_files_in_the_repository_is_not_believed(tree):
    (tree / ".git" / "info").mkdir(exist_ok=True)
    (tree / ".git" / "info" / "exclude").write_text("new.txt\n")
    git(tree, "rm", "-q", "--cached", "new.txt")
    assert_found(check_since(tree)[0])
