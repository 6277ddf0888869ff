"""An output folder that a stranger prepared leads no run out of it: nothing outside changes."""

import json
import os
import signal
from pathlib import Path

import pytest

from cleaner.hashing import sha256_hex
from tests.console import run

TEXT = b"The harbour board will keep the old crane by the eastern mole.\n"
TREE = {"raw/a.txt": TEXT, "raw/sub/o.txt": b"The ferry leaves at nine.\n"}
VICTIM = {
    "v.txt": b"precious\n",
    "sub/w.txt": b"precious, too\n",
    "o.txt": TREE["raw/sub/o.txt"],
    "lock": b"x",
}


def put(folder, files):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def look(folder):
    """All that stands in a folder: bytes of files, targets of links."""
    return {
        path.relative_to(folder).as_posix(): path.readlink()
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def folder(tmp_path):
    """A cleaned folder `out` of `raw`, beside a folder `victim` that must stay as it is."""
    put(tmp_path, TREE)
    put(tmp_path / "victim", VICTIM)
    (tmp_path / "victim/empty").mkdir()
    assert clean(tmp_path).returncode == 0
    before = look(tmp_path / "victim")
    yield tmp_path
    assert look(tmp_path / "victim") == before


def run_in_time(*arguments, cwd):
    """Run a command; what waits for ever fails."""
    before = signal.signal(signal.SIGALRM, stop_waiting)
    signal.alarm(60)
    try:
        return run(*arguments, cwd=cwd)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class HangError(BaseException):
    """A command waits. No `OSError`, as a `TimeoutError` is: the command would take it for the system's."""


def stop_waiting(*_):
    raise HangError


def clean(folder, *options, code=None):
    done = run_in_time("clean", "raw", "-o", "out", "-q", *options, cwd=folder)
    assert code is None or done.returncode == code, done.stderr
    return refuse_traceback(done)


def refuse_traceback(done):
    assert b"Traceback" not in done.stderr and done.returncode in (0, 1, 2, 3, 4), done.stderr
    return done


def is_refused(done, word):
    """Whether it ended with one error that has this word in it, and a remedy."""
    [line] = done.stderr.decode().splitlines()
    return line.startswith("error: ") and word in line and line.endswith(")")


def plan(folder, names):
    (folder / "out/.cleaner/pending.json").write_bytes(json.dumps(names).encode())


PRECIOUS = sha256_hex(VICTIM["v.txt"])


@pytest.mark.parametrize(
    "name",
    [
        "{}/victim/v.txt",
        "../victim/v.txt",
        "sub/../../victim/v.txt",
        "./../victim/v.txt",
        "../victim/sub/w.txt",
        "..",
        "",
        "/",
        "a.txt/",
        "a\0b",
        "\ud800",
    ],
)
@pytest.mark.parametrize("digest", ["", PRECIOUS])
def test_a_pending_plan_names_no_file_outside(folder, name, digest):
    plan(folder, {name.format(folder): digest})
    before = look(folder / "out")
    assert is_refused(clean(folder, code=4), "pending.json is damaged")
    assert is_refused(clean(folder, "--force", code=4), "pending.json is damaged")
    assert look(folder / "out") == before


@pytest.mark.parametrize("data", [b"[]", b"null", b"{", b"[" * 100_000, b'{"a": 1}', b"\xff", b"9" * 5000])
def test_a_pending_plan_of_another_form_is_one_error(folder, data):
    (folder / "out/.cleaner/pending.json").write_bytes(data)
    assert is_refused(clean(folder, code=4), "pending.json is damaged")


def test_a_tree_with_its_own_options_removes_nothing(tmp_path):
    put(tmp_path, {"tree/a.txt": TEXT, "victim": b"precious"})
    put(tmp_path, {"tree/cleaner.toml": b'output = "clean"\ncorpus = ["a.txt"]\n'})
    put(tmp_path, {"tree/clean/.cleaner/pending.json": json.dumps({f"{tmp_path}/victim": ""}).encode()})
    refuse_traceback(run_in_time("clean", cwd=tmp_path / "tree"))
    assert (tmp_path / "victim").read_bytes() == b"precious"


@pytest.mark.parametrize("options", [[], ["--force"]])
def test_a_file_without_the_hash_of_an_output_is_not_removed(folder, options):
    put(folder / "out", {"notes.md": b"mine"})
    plan(folder, {"notes.md": "0" * 64, ".git/x": PRECIOUS})
    put(folder / "out", {".git/x": b"mine"})
    clean(folder, *options)
    assert (folder / "out/notes.md").read_bytes() == (folder / "out/.git/x").read_bytes() == b"mine"


def replace(path, target, how=Path.symlink_to):
    """Put a link in the place of a file or folder."""
    if path.is_dir():
        path.rename(path.parent.parent / "before")
    else:
        path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True, parents=True)
    how(path, target)


FOLDERS = [".cleaner", ".cleaner/work", "sub"]


@pytest.mark.parametrize("options", [[], ["--force"], ["--check"]])
@pytest.mark.parametrize("target", ["victim", "victim/empty", "nothing", "."])
@pytest.mark.parametrize("name", FOLDERS)
def test_a_link_in_the_place_of_a_folder_is_refused_before_anything_is_written(folder, name, target, options):
    replace(folder / "out" / name, folder / target)
    before = look(folder)
    assert is_refused(clean(folder, *options, code=2), f"out/{name} is a symbolic link")
    assert look(folder) == before


@pytest.mark.parametrize("options", [[], ["--force"]])
def test_an_output_behind_a_link_is_not_removed(folder, options):
    """Its input is gone, and the file behind the link has the bytes of the output."""
    (folder / "raw/sub/o.txt").unlink()
    replace(folder / "out/sub", folder / "victim")
    assert is_refused(clean(folder, *options, code=2), "out/sub is a symbolic link")


OWN = [".cleaner/trail", ".cleaner/quarantine", ".cleaner/documents", ".cleaner/raw"]


@pytest.mark.parametrize("name", OWN)
def test_a_link_among_the_records_leads_nowhere(folder, name):
    put(folder, {"raw/bad.txt": b"\x00\xff\xfe\x81" * 40})  # for quarantine
    replace(folder / "out" / name, folder / "victim")
    clean(folder)


@pytest.mark.parametrize("how", [Path.symlink_to, Path.hardlink_to])
@pytest.mark.parametrize(
    "name", ["lock", "manifest.json", "pending.json", "work/changes", "work/decided.json", "work/staged"]
)
def test_a_link_at_a_name_of_ours_is_not_written_through(folder, name, how):
    target = folder / "victim" if name == "work/staged" else folder / "victim/v.txt"
    if target.is_dir() and how is Path.hardlink_to:
        target = folder / "victim/v.txt"
    replace(folder / "out/.cleaner" / name, target, how)
    put(folder, {"raw/b.txt": TEXT + b"\nThe ferry leaves at nine.\n"})  # a duplicate, so that all is written
    clean(folder)


@pytest.mark.parametrize("target", ["victim/v.txt", "victim/o.txt", "nothing", "victim"])
def test_a_link_in_the_place_of_an_output_is_replaced_by_force_alone(folder, target):
    replace(folder / "out/a.txt", folder / target)
    replace(folder / "out/sub/o.txt", folder / target)
    assert is_refused(clean(folder, code=2), "was edited by hand")
    assert (folder / "out/a.txt").is_symlink() and (folder / "out/sub/o.txt").is_symlink()
    clean(folder, "--force", code=0)
    assert look(folder / "out")["a.txt"] == TEXT


def test_a_link_in_the_place_of_an_output_without_an_input_stays(folder):
    (folder / "raw/sub/o.txt").unlink()
    replace(folder / "out/sub/o.txt", folder / "victim/o.txt")
    assert b"kept out/sub/o.txt" in clean(folder, "--force", code=0).stderr
    assert (folder / "out/sub/o.txt").is_symlink()


@pytest.mark.parametrize(
    "name", [".cleaner/lock", ".cleaner/manifest.json", ".cleaner/pending.json", "a.txt", ".cleaner"]
)
@pytest.mark.parametrize("options", [[], ["--force"]])
def test_a_fifo_is_not_waited_for(folder, name, options):
    path = folder / "out" / name
    path.rename(folder / "before") if path.exists() else None
    os.mkfifo(path)
    done = clean(folder, *options)
    assert done.returncode in (2, 4) or (name == "a.txt" and options)


@pytest.mark.parametrize("name", [".cleaner", ".cleaner/work", "sub"])
def test_a_file_in_the_place_of_a_folder_is_one_error(folder, name):
    path = folder / "out" / name
    if path.exists():
        path.rename(folder / "before")
    path.write_bytes(b"mine")
    done = clean(folder, "--force")
    assert done.returncode == 2 or name == "sub"
    assert done.returncode == 0 or (
        done.stderr.startswith(b"error: out") and len(done.stderr.splitlines()) == 1
    )


@pytest.mark.parametrize(
    "name", ["{}/victim/v.txt", "../victim/v.txt", "a.txt/../../victim/v.txt", "a.txt/", "\0"]
)
@pytest.mark.parametrize(
    "command", [["clean", "raw", "-o", "out"], ["verify", "out"], ["restore", "out", "-o", "rest"]]
)
def test_a_manifest_names_no_file_outside(folder, name, command):
    path = folder / "out/.cleaner/manifest.json"
    told = json.loads(path.read_bytes())
    told["documents"][0] |= {"name": name.format(folder), "sha256_clean": PRECIOUS, "sha256_raw": PRECIOUS}
    told["sha256"] = ""
    told["sha256"] = sha256_hex(json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
    path.write_bytes(json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
    done = refuse_traceback(run_in_time(*command, cwd=folder))
    assert done.returncode == 4 and b"no file of this folder" in done.stdout + done.stderr


@pytest.mark.parametrize("what", ["a.txt", ".cleaner/manifest.json", ".cleaner/trail/00000.jsonl"])
@pytest.mark.parametrize("kind", ["fifo", "zero"])
@pytest.mark.parametrize("command", [["verify", "out", "--read-data"], ["restore", "out", "-o", "rest"]])
def test_a_cleaned_folder_with_a_device_in_it_is_read_in_no_time(folder, what, kind, command):
    path = folder / "out" / what
    path.unlink()
    os.mkfifo(path) if kind == "fifo" else path.symlink_to("/dev/zero")
    done = refuse_traceback(run_in_time(*command, cwd=folder))
    assert done.returncode in (2, 4)


FIELD = "/../../../x"


def test_a_field_with_dots_is_no_path(folder):
    put(
        folder, {"records/c.jsonl": json.dumps({"text": "Some text.", FIELD: "More of it."}).encode() + b"\n"}
    )
    options = ["--input-format", "jsonl", "--text-field", "text", "--text-field", FIELD]
    refuse_traceback(run_in_time("clean", "records", "-o", "jo", *options, cwd=folder))
    done = refuse_traceback(run_in_time("restore", "jo", f"c.jsonl:1#{FIELD}", "-o", "rest/a/b", cwd=folder))
    assert done.returncode == 2 and is_refused(done, "is no name of a file below a folder")
    assert not (folder / "x").exists() and not (folder / "rest/x").exists()
    assert run_in_time("restore", "jo", "-o", "rest", cwd=folder).returncode == 0
    assert look(folder / "rest")["c.jsonl"] == look(folder / "records")["c.jsonl"]
