"""`cleaner verify`, and what a folder without a full trail refuses."""

import pytest

from tests.console import run
from tests.sample_corpus import tree


def test_verify(corpus, tmp_path):
    done = run("verify", corpus / "clean", "--read-data")
    assert (done.returncode, done.stdout) == (0, b"") and b"is as it was written" in done.stderr
    run("clean", corpus / "raw", "-o", tmp_path / "clean")
    data = bytearray((tmp_path / "clean" / "a.txt").read_bytes())
    data[3] ^= 1
    (tmp_path / "clean" / "a.txt").write_bytes(data)
    (tmp_path / "clean" / "z\x1b.txt").write_bytes(b"")
    assert run("verify", tmp_path / "clean").stdout.count(b"\n") == 1
    done = run("verify", tmp_path / "clean", "--read-data")
    assert done.returncode == 4 and b"\x1b" not in done.stdout
    assert [line.split(b": ")[0].rpartition(b"/")[2] for line in done.stdout.splitlines()] == [
        b"a.txt",
        b"z\\x1b.txt",
    ]
    assert run("verify", corpus / "raw").returncode == 2


@pytest.mark.parametrize("level", ["counts", "none"])
def test_less_of_a_trail(corpus, tmp_path, level):
    out = tmp_path / "out"
    assert run("clean", corpus / "raw", "-o", out, "--trail", level).returncode == 0
    assert run("clean", corpus / "raw", "-o", out, "--trail", level, "--check").returncode == 0
    kept = b"".join(path.read_bytes() for path in (out / ".cleaner").rglob("*") if path.is_file())
    assert b"Share" not in kept
    assert run("verify", out, "--read-data").returncode == 0
    for command in (
        ["restore", out, "-o", tmp_path / "raw"],
        ["why", out, "a.txt:1"],
        ["report", out, "-o", tmp_path / "r"],
    ):
        done = run(*command)
        assert done.returncode == 2 and b"with --trail full" in done.stderr
    assert run("clean", corpus / "raw", "-o", out).returncode == 0
    assert run("restore", out, "-o", tmp_path / "raw").returncode == 0
    assert tree(tmp_path / "raw") == tree(corpus / "raw")
