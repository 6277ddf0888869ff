"""`cleaner restore`: every byte back, or one clear refusal."""

import shutil

from tests.console import run
from tests.format_corpus import LINES, MIXED
from tests.sample_corpus import tree


def test_restore_gives_the_bytes_back(seeds, tmp_path):
    (seeds / "odd.txt").write_bytes(b"\xef\xbb\xbfca\xe9 \x00\r\n" * 2)
    run("clean", seeds, "-o", tmp_path / "out")
    done = run("restore", tmp_path / "out", "-o", tmp_path / "raw")
    assert done.returncode == 0
    assert tree(tmp_path / "raw") == tree(seeds)
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


def test_restore_of_records_goes_on_after_damage(records, tmp_path):
    clean = shutil.copytree(records / "clean", tmp_path / "clean")
    assert run("verify", clean, "--read-data").returncode == 0
    assert run("restore", clean, "-o", tmp_path / "raw").returncode == 0
    back = tree(tmp_path / "raw")
    assert back.keys() == MIXED.keys()
    assert all(back[name] == MIXED[name] for name in ("a.jsonl", "empty.jsonl", "page.html", "sub/e.txt"))
    for name in ("a.jsonl", "wide.txt"):
        (clean / name).write_bytes(b"x")
    done = run("restore", clean, "-o", tmp_path / "less")
    assert done.returncode == 4
    told = [line for line in done.stderr.splitlines() if line.startswith(b"error: ")]
    assert [line.split(b": ")[1:3] for line in told] == [
        [b"a.jsonl", b"not restored"],
        [b"wide.txt", b"not restored"],
    ]
    assert tree(tmp_path / "less").keys() == MIXED.keys() - {"a.jsonl", "wide.txt"}
    assert run("restore", records / "clean", "a.jsonl:4", "-o", tmp_path / "one").returncode == 0
    assert tree(tmp_path / "one") == {"a.jsonl:4": LINES[3]}
    assert run("restore", records / "clean", "a.jsonl:77", "-o", tmp_path / "none").returncode == 2
