"""`cleaner clean`: the cleaned twin of a folder, and bad input of each kind."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.console import run
from tests.sample_corpus import tree
from tests.seeds import DIRTY


def test_clean_writes_a_twin_and_leaves_the_input_alone(seeds, tmp_path):
    before = tree(seeds)
    done = run("clean", seeds, "-o", tmp_path / "out")
    assert done.returncode == 0 and done.stdout == b""
    assert b"2 found, 2 written" in done.stderr and b"hyphenation.broken-word" in done.stderr
    assert (
        tmp_path / "out" / "dirty.txt"
    ).read_text() == "The gate is a matter of security, said the board.\n"
    assert tree(seeds) == before


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
        assert tree(tmp_path / "raw") == tree(seeds)

    def test_a_byte_that_stays_stray_puts_its_document_in_quarantine(self, seeds, tmp_path):
        (seeds / "stray.txt").write_bytes(
            "Café, café, cafés, caf".encode() + b"\x92 and more of the caf\xc3\xa9.\n"
        )
        done = run("clean", seeds, "-o", tmp_path / "out", "--ignore", "encoding.stray-byte")
        assert done.returncode == 3 and "cannot be written as UTF-8" in self.errors(done)[0]
        assert run("restore", tmp_path / "out", "-o", tmp_path / "raw").returncode == 0
        assert tree(tmp_path / "raw") == tree(seeds)

    def test_names_that_would_act_on_a_terminal_are_shown_safely(self, seeds, tmp_path):
        (seeds / "a\nb\x1b[31m.txt").write_text("x  ")
        (seeds / os.fsdecode(b"\xff.txt")).write_text("x  ")
        for done in (run("check", seeds), run("clean", seeds, "-o", tmp_path / "out")):
            assert b"\x1b" not in done.stdout + done.stderr
            assert b"\na\nb" not in done.stdout
        assert run("restore", tmp_path / "out", "-o", tmp_path / "raw").returncode == 0
        assert tree(tmp_path / "raw") == tree(seeds)

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
