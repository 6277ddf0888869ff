"""`cleaner map`: a span on the other side."""

from tests.console import run


def test_map(corpus):
    raw = (corpus / "raw" / "a.txt").read_text()
    clean = (corpus / "clean" / "a.txt").read_text()
    word = raw.index("secu-rity")
    done = run("map", corpus / "clean" / "a.txt", "--to", "clean", "0:5", f"{word}:{word + 9}", "--bytes")
    there = clean.index("security")
    assert done.stdout.decode().splitlines() == [
        "0:5\t0:0\tbytes 0:5\tremoved boilerplate.share",
        f"{word}:{word + 9}\t{there}:{there + 8}\tbytes {word}:{word + 9}\tchanged hyphenation.broken-word",
    ]
    back = run("map", "sub/b.txt", "--to", "raw", "0", cwd=corpus / "clean")
    assert back.stdout == b"0:1\t0:1\tsame\n"
    for span in ("x", "3:x", "5:2", "0:99999"):
        assert run("map", corpus / "clean" / "a.txt", "--to", "raw", span).returncode == 2
    assert run("map", corpus / "raw" / "a.txt", "--to", "raw", "1").returncode == 2
