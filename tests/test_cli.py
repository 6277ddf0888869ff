"""The command line as a user meets it: exit codes, stdout and stderr, and bad input of each kind."""

import hashlib
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.console import run, run_program

DIRTY = "The gate is a matter of secu-rity, said the board.  \n"


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "dirty.txt").write_text(DIRTY)
    (folder / "clean.txt").write_text("Nothing is wrong with this line.\n")
    return folder


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_version():
    done = run_program("--version")
    assert done.returncode == 0 and done.stdout.startswith(b"seedclean ")


def test_clean_writes_a_twin_and_leaves_the_input_alone(seeds, tmp_path):
    before = hashes(seeds)
    done = run("clean", seeds, "-o", tmp_path / "out")
    assert done.returncode == 0 and done.stdout == b""
    assert b"2 found, 2 written" in done.stderr and b"hyphenation.broken-word" in done.stderr
    assert (
        tmp_path / "out" / "dirty.txt"
    ).read_text() == "The gate is a matter of security, said the board.\n"
    assert hashes(seeds) == before


def test_check_prints_places_and_exits_1(seeds, tmp_path):
    before = hashes(tmp_path)
    done = run("check", "seeds", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        'seeds/dirty.txt:1:29: hyphenation.broken-word remove "-"',
        'seeds/dirty.txt:1:51: whitespace.trailing remove "  "',
    ]
    assert hashes(tmp_path) == before


def test_what_clean_wrote_check_passes(seeds, tmp_path):
    run("clean", seeds, "-o", tmp_path / "out")
    done = run("check", tmp_path / "out")
    assert (done.returncode, done.stdout) == (0, b"")


def test_clean_check_tells_whether_the_folder_is_current(seeds, tmp_path):
    out = tmp_path / "out"
    missing = run("clean", seeds, "-o", out, "--check")
    assert missing.returncode == 1 and b"missing" in missing.stdout and not out.exists()
    run("clean", seeds, "-o", out)
    assert run("clean", seeds, "-o", out, "--check").returncode == 0
    (out / "clean.txt").write_text("By hand.\n")
    (seeds / "new.txt").write_text("New.\n")
    (seeds / "dirty.txt").unlink()
    done = run("clean", seeds, "-o", out, "--check")
    assert done.returncode == 1
    kinds = {line.split(b" ")[0] for line in done.stdout.splitlines()}
    assert kinds == {b"missing", b"edited", b"extra", b"stale"}


def test_restore_gives_the_bytes_back(seeds, tmp_path):
    (seeds / "odd.txt").write_bytes(b"\xef\xbb\xbfca\xe9 \x00\r\n" * 2)
    run("clean", seeds, "-o", tmp_path / "out")
    done = run("restore", tmp_path / "out", "-o", tmp_path / "raw")
    assert done.returncode == 0
    assert hashes(tmp_path / "raw") == hashes(seeds)
    one = run("restore", tmp_path / "out", "dirty.txt", "-o", tmp_path / "one")
    assert one.returncode == 0 and [p.name for p in (tmp_path / "one").iterdir()] == ["dirty.txt"]


def test_restore_refuses_what_does_not_fit(seeds, tmp_path):
    out, raw = tmp_path / "out", tmp_path / "raw"
    run("clean", seeds, "-o", out)
    assert run("restore", out, "nothing.txt", "-o", raw).returncode == 2
    assert run("restore", seeds, "-o", raw).returncode == 2
    raw.mkdir()
    (raw / "dirty.txt").write_text("mine")
    done = run("restore", out, "-o", raw)
    assert done.returncode == 2 and b"another file" in done.stderr
    assert (raw / "dirty.txt").read_text() == "mine"
    (out / "dirty.txt").write_text("By hand.\n")
    assert run("restore", out, "-o", tmp_path / "raw2").returncode == 4
    trail = out / ".cleaner" / "trail" / "00000.jsonl"
    trail.write_bytes(trail.read_bytes().replace(b"broken", b"brokem"))
    assert run("restore", out, "-o", tmp_path / "raw3").returncode == 4
    trail.unlink()
    assert run("restore", out, "-o", tmp_path / "raw4").returncode == 4


def test_a_pipe(seeds):
    done = run("clean", "-", stdin=DIRTY.encode())
    assert done.returncode == 0
    assert done.stdout == b"The gate is a matter of security, said the board.\n"
    assert run("clean", "-", "-q", stdin=b"").stdout == b""
    check = run("check", "-", stdin=DIRTY.encode())
    assert check.returncode == 1 and check.stdout.startswith(b"-:1:29: hyphenation.broken-word")


def test_a_closed_pipe_is_quiet(seeds):
    (seeds / "dirty.txt").write_text(DIRTY * 1500)  # findings past what a pipe holds
    check = f"'{sys.executable}' -m cleaner check '{seeds}' -q | head -1"
    done = subprocess.run(["bash", "-c", check], capture_output=True, check=False)
    assert done.stderr == b"" and done.stdout.count(b"\n") == 1


def test_policy_options(seeds):
    only = run("check", seeds, "-q", "--select", "whitespace")
    assert b"whitespace.trailing" in only.stdout and b"hyphenation" not in only.stdout
    ignored = run("check", seeds, "-q", "--ignore", "whitespace", "--ignore", "hyphenation.broken-word")
    assert (ignored.returncode, ignored.stdout) == (0, b"")
    certain = run("clean", "-", "-q", "--certain-only", stdin=DIRTY.encode())
    assert certain.stdout == DIRTY.rstrip().encode() + b"\n"
    wrong = run("check", seeds, "--select", "hyphenatoin")
    assert wrong.returncode == 2 and b"did you mean hyphenation?" in wrong.stderr


def test_what_is_withheld_is_reported_and_fails_nothing(seeds):
    (seeds / "dirty.txt").write_text("The gate is a matter of secu-rity, said the board.\n")
    done = run("check", seeds, "-q", "--certain-only")
    assert done.returncode == 0
    assert b'hyphenation.broken-word would remove "-"' in done.stdout


def test_explain(tmp_path):
    every = run("explain", cwd=tmp_path)
    assert every.returncode == 0 and b"whitespace.final-newline" in every.stdout
    one = run("explain", "hyphenation.broken-word")
    assert one.stdout.startswith(b"# hyphenation.broken-word\n")
    assert all(f"**{part}**".encode() in one.stdout for part in ("What", "Why", "Leaves alone", "Before"))
    painted = run("explain", "hyphenation.broken-word", "--color", "always")
    assert b"\x1b[36mLeaves alone\x1b[0m" in painted.stdout
    assert run("explain", "no.such").returncode == 2


class TestBadInput:
    """Each kind: one clear error, the exit code of the design, and nothing else harmed."""

    def errors(self, done):
        assert b"Traceback" not in done.stderr
        return [line for line in done.stderr.decode().splitlines() if line.startswith("error:")]

    def test_a_missing_path(self, seeds, tmp_path):
        done = run("clean", seeds, tmp_path / "gone.txt", "-o", tmp_path / "out")
        assert done.returncode == 2 and not (tmp_path / "out").exists()
        assert self.errors(done) == [f"error: {tmp_path / 'gone.txt'}: does not exist (check the path)"]
        assert run("check", tmp_path / "gone.txt").returncode == 2

    def test_an_empty_folder(self, tmp_path):
        (tmp_path / "in").mkdir()
        done = run("clean", tmp_path / "in", "-o", tmp_path / "out")
        assert done.returncode == 2 and "no files to clean" in self.errors(done)[0]

    def test_a_fifo_a_device_and_bad_links_cost_only_themselves(self, seeds, tmp_path):
        os.mkfifo(seeds / "fifo.txt")
        (seeds / "device.txt").symlink_to("/dev/zero")
        (seeds / "dangling.txt").symlink_to("nowhere")
        (seeds / "escaping.txt").symlink_to("/etc/hostname")
        done = run("clean", seeds, "-o", tmp_path / "out")
        assert done.returncode == 2 and len(self.errors(done)) == 4
        assert b"6 found, 2 written, 0 dropped, 4 in quarantine" in done.stderr
        assert sorted(p.name for p in (tmp_path / "out").glob("*.txt")) == ["clean.txt", "dirty.txt"]
        assert run("restore", tmp_path / "out", "-o", tmp_path / "raw").returncode == 0

    @pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
    def test_an_unreadable_file(self, seeds, tmp_path):
        (seeds / "closed.txt").write_text("x")
        (seeds / "closed.txt").chmod(0)
        done = run("clean", seeds, "-o", tmp_path / "out")
        assert done.returncode == 2 and "cannot be read" in self.errors(done)[0]

    @pytest.mark.parametrize(
        "data",
        [
            bytes(range(256)),
            b"",
            b" \n\t\r\n \n",
            b"\0" * 1000,
            b"a\0b\0c",
            b"\xff" * 100,
            b"\xff\xfe",
            b"\xef\xbb\xbf",
        ],
        ids=[
            "all bytes",
            "empty",
            "blank",
            "NULs",
            "NULs between",
            "0xFF",
            "a BOM of UTF-16",
            "a BOM of UTF-8",
        ],
    )
    def test_odd_bytes_are_cleaned_and_come_back(self, seeds, tmp_path, data):
        (seeds / "odd.txt").write_bytes(data)
        done = run("clean", seeds, "-o", tmp_path / "out")
        assert done.returncode == 0 and self.errors(done) == []
        (tmp_path / "out" / "odd.txt").read_bytes().decode("utf-8")
        assert run("check", tmp_path / "out").returncode == 0
        assert run("restore", tmp_path / "out", "-o", tmp_path / "raw").returncode == 0
        assert hashes(tmp_path / "raw") == hashes(seeds)

    def test_a_byte_that_stays_stray_puts_its_document_in_quarantine(self, seeds, tmp_path):
        (seeds / "stray.txt").write_bytes(
            "Café, café, cafés, caf".encode() + b"\x92 and more of the caf\xc3\xa9.\n"
        )
        done = run("clean", seeds, "-o", tmp_path / "out", "--ignore", "encoding.stray-byte")
        assert done.returncode == 3 and "cannot be written as UTF-8" in self.errors(done)[0]
        assert run("restore", tmp_path / "out", "-o", tmp_path / "raw").returncode == 0
        assert hashes(tmp_path / "raw") == hashes(seeds)

    def test_names_that_would_act_on_a_terminal_are_shown_safely(self, seeds, tmp_path):
        (seeds / "a\nb\x1b[31m.txt").write_text("x  ")
        (seeds / os.fsdecode(b"\xff.txt")).write_text("x  ")
        for done in (run("check", seeds), run("clean", seeds, "-o", tmp_path / "out")):
            assert b"\x1b" not in done.stdout + done.stderr
            assert b"\na\nb" not in done.stdout
        assert run("restore", tmp_path / "out", "-o", tmp_path / "raw").returncode == 0
        assert hashes(tmp_path / "raw") == hashes(seeds)

    def test_output_and_input_that_touch(self, seeds, tmp_path):
        for out in (seeds, seeds / "out", tmp_path):
            done = run("clean", seeds, "-o", out)
            assert done.returncode == 2 and "the output folder" in self.errors(done)[0]
        assert sorted(p.name for p in seeds.iterdir()) == ["clean.txt", "dirty.txt"]

    def test_foreign_and_edited_files_need_force(self, seeds, tmp_path):
        out = tmp_path / "out"
        out.mkdir()
        (out / "mine.txt").write_text("mine")
        assert run("clean", seeds, "-o", out).returncode == 2
        assert run("clean", seeds, "-o", out, "--force").returncode == 0
        assert (out / "mine.txt").read_text() == "mine"
        (out / "mine.txt").unlink()
        (out / "clean.txt").write_text("by hand")
        done = run("clean", seeds, "-o", out)
        assert done.returncode == 2 and "edited by hand" in self.errors(done)[0]
        assert (out / "clean.txt").read_text() == "by hand"

    @pytest.mark.slow
    def test_an_interrupt_in_the_middle_leaves_nothing_half_done(self, tmp_path):
        seeds = tmp_path / "seeds"
        seeds.mkdir()
        for number in range(400):
            (seeds / f"{number:03}.txt").write_text(DIRTY.replace("gate", f"gate {number}") * 40)
        command = [sys.executable, "-m", "cleaner", "clean", str(seeds), "-o", str(tmp_path / "out")]
        running = subprocess.Popen(command, stderr=subprocess.PIPE)
        time.sleep(1.0)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
        assert running.returncode in (0, 130) and b"Traceback" not in told
        assert run("clean", seeds, "-o", tmp_path / "out").returncode == 0
        assert run("clean", seeds, "-o", tmp_path / "out", "--check").returncode == 0


def test_law_7_check_and_clean_find_the_same(seeds, tmp_path):
    checked = run("check", seeds, "-q").stdout.count(b"\n")
    run("clean", seeds, "-o", tmp_path / "out")
    trail = (tmp_path / "out" / ".cleaner" / "trail" / "00000.jsonl").read_bytes()
    assert trail.count(b"\n") == checked == 2


def test_law_8_the_same_bytes_whatever_the_order_and_the_machine(tmp_path):
    roots = []
    for name in ("one", "two", "three"):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(3):
            (folder / f"{number}.txt").write_text(DIRTY + f"Line {name} {number}.\n" * number + DIRTY * 2)
        roots.append(folder)
    seen = set()
    for number, (order, env) in enumerate(
        [
            (roots, {}),
            (roots[::-1], {"PYTHONHASHSEED": "1"}),
            (roots[1:] + roots[:1], {"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Karachi"}),
            (roots, {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "PYTHONUTF8": "0"}),
        ]
    ):
        out = tmp_path / f"out{number}"
        assert run_program("clean", *order, "-o", out, env=env).returncode == 0
        seen.add(tuple(sorted(hashes(out).items())))
    assert len(seen) == 1


@pytest.mark.parametrize(
    "arguments", [["clean", "-"], ["clean", "-", "--input-format", "jsonl"], ["explain"]]
)
def test_a_full_disk_behind_a_pipe_is_one_line_and_no_finding(arguments):
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "cleaner", *arguments],
            input=b'{"text": "a  "}\n',
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ended.returncode, ended.stderr.decode().splitlines()[-1:]) == (
        2,
        ["error: an output cannot be written: No space left on device"],
    )


@pytest.mark.parametrize(("closed", "name"), [("<&-", "input"), (">&-", "output"), ("2>&-", "")])
def test_a_closed_stream_is_refused(closed, name):
    command = f'exec "$0" -m cleaner clean - {closed}'
    ended = subprocess.run(["sh", "-c", command, sys.executable], input=b"", capture_output=True, check=False)
    said = f"error: standard {name} is closed (open it, or name /dev/null)\n" if name else ""
    assert (ended.returncode, ended.stdout, ended.stderr.decode()) == (2, b"", said)
