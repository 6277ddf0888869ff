"""`cleaner explain`."""

from tests.console import run


def test_explain(tmp_path):
    every = run("explain", cwd=tmp_path)
    assert every.returncode == 0 and b"whitespace.final-newline" in every.stdout
    one = run("explain", "hyphenation.broken-word")
    assert one.stdout.startswith(b"# hyphenation.broken-word\n")
    assert all(f"**{part}**".encode() in one.stdout for part in ("What", "Why", "Leaves alone", "Before"))
    painted = run("explain", "hyphenation.broken-word", "--color", "always")
    assert b"\x1b[36mLeaves alone\x1b[0m" in painted.stdout
    assert run("explain", "no.such").returncode == 2
