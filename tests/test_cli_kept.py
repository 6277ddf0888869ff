"""The commands that read a cleaned folder, as a user meets them."""

import json
import shutil

import pytest

from tests.cleaned import HARBOUR
from tests.console import run
from tests.corpus.running import put, tree
from tests.mixed import LINES, MIXED
from tests.test_cli import hashes


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A folder of raw files and its cleaned twin."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "raw" / "sub").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(f"Share this!\n\nA matter of secu-rity, said Maria.\n\n{HARBOUR}\n")
    (folder / "raw" / "sub" / "b.txt").write_text(f"One more.\n\n{HARBOUR.replace('said', 'told us')}\n")
    assert run("clean", folder / "raw", "-o", folder / "clean").returncode == 0
    return folder


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
    assert hashes(tmp_path / "raw") == hashes(corpus / "raw")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """A folder of files of records and a page, and its cleaned twin."""
    folder = tmp_path_factory.mktemp("records")
    put(folder / "raw", MIXED)
    fields = ["--text-field", "title", "--text-field", "text", "--id-field", "id"]
    done = run("clean", folder / "raw", "-o", folder / "clean", *fields, "--drop-empty", "--keep-raw")
    assert done.returncode == 3
    return folder


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


def test_why_of_a_record(records):
    clean = records / "clean"
    both = run("why", clean / "a.jsonl:1").stdout.decode()
    assert both.startswith("a.jsonl:1#title: One secu-rity\n") and "encoding.mojibake" in both
    assert run("why", "a.jsonl:1", cwd=clean).stdout.decode() == both
    assert run("why", clean, "a.jsonl:1").stdout.decode() == both
    one = run("why", clean, "a.jsonl:1#title").stdout.decode()
    assert "hyphenation.broken-word" in one and "mojibake" not in one
    assert "clean line 1: It isn’t shut." in run("why", clean, "a.jsonl:1#text:1").stdout.decode()
    assert "clean line 1" in run("why", clean, "a.jsonl:1:1:2").stdout.decode()
    assert b"in quarantine: is not JSON" in run("why", clean, "a.jsonl:4").stdout
    assert b"a.jsonl:10#text was dropped" in run("why", clean, "a.jsonl:10").stdout
    page = run("why", clean, "page.html:3", "--raw").stdout
    assert (
        b"repeats a.jsonl:6#text:1" in page and page == run("why", clean, "page.html.txt:3", "--raw").stdout
    )
    assert page.count(b"[-") == 1 and b"word by word" in page
    for place in ("a.jsonl", "a.jsonl:77", "a.jsonl:1:9", "a.jsonl:1#other", "page.html"):
        assert run("why", clean, place).returncode == 2
    assert run("why", records / "raw" / "a.jsonl:1").returncode == 2


def test_map_and_project_of_a_record(records, tmp_path):
    clean = records / "clean"
    done = run("map", clean / "a.jsonl:1#title", "--to", "clean", "4:13")
    assert done.stdout == b"4:13\t4:12\tchanged hyphenation.broken-word\n"
    done = run("map", clean / "a.jsonl:1", "--to", "clean", "4:13")
    assert done.returncode == 2 and b"holds no a.jsonl:1" in done.stderr
    spans = [
        {"document": "a.jsonl:1#title", "entities": [[4, 13, "X"]]},
        {"text": "One secu-rity", "entities": [[0, 3, "X"]]},
        {"document": "a.jsonl:10#text", "entities": [[0, 3, "X"]]},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in spans))
    command = ["project", tmp_path / "in.jsonl", "--corpus", clean, "-o", tmp_path / "out.jsonl"]
    done = run(*command)
    assert b"3 spans: 1 same, 1 changed, 1 removed" in done.stderr
    moved = [json.loads(line)["entities"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert moved == [[[4, 12, "X"]], [[0, 3, "X"]], []]
    (tmp_path / "in.jsonl").write_text('{"document": "a.jsonl:4", "entities": []}\n')
    done = run(*command)
    assert done.returncode == 2 and b"was not cleaned" in done.stderr
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "a.jsonl:1#title.ann").write_text("T1\tName 4 13\tsecu-rity\n")
    done = run("project", tmp_path / "ann", "--corpus", clean, "-o", tmp_path / "brat")
    assert (tmp_path / "brat" / "a.jsonl:1#title.ann").read_text() == "T1\tName 4 12\tsecurity\n"


def test_report_of_records(records, tmp_path):
    assert run("report", records / "clean", "-o", tmp_path / "r.html").returncode == 0
    page = (tmp_path / "r.html").read_text()
    assert all(f'"{name}"' in page for name in ("a.jsonl:1#text", "c.parquet:3#text", "page.html.txt"))
    assert "a.jsonl:6#text:1" in page


def test_why(corpus):
    done = run("why", corpus / "clean", "sub/b.txt:3", "--raw")
    assert done.returncode == 0 and "[-told us-]{+said+}" in done.stdout.decode()
    assert b"hyphenation.broken-word" in run("why", corpus / "clean", "a.txt:3:17", "--raw").stdout
    for place in ("a.txt", "a.txt:x", "no.txt:1", "a.txt:99"):
        assert run("why", corpus / "clean", place).returncode == 2


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


def test_project_json_lines_there_and_back(corpus, tmp_path):
    raw = (corpus / "raw" / "a.txt").read_text()
    spans = [[raw.index(text), raw.index(text) + len(text), text] for text in ("Share", "secu-rity", "Maria")]
    (tmp_path / "in.jsonl").write_text(
        json.dumps({"document": "a.txt", "entities": spans})
        + "\n"
        + json.dumps({"text": raw, "entities": spans})
        + "\n"
    )
    command = ["project", tmp_path / "in.jsonl", "--corpus", corpus / "clean", "-o", tmp_path / "out.jsonl"]
    done = run(*command)
    assert done.returncode == 0 and b"6 spans: 2 same, 2 changed, 2 removed" in done.stderr
    assert b"removed a.txt: 'Share' by boilerplate.share" in done.stderr
    clean = (corpus / "clean" / "a.txt").read_text()
    for line in (tmp_path / "out.jsonl").read_text().splitlines():
        assert [clean[start:end] for start, end, _ in json.loads(line)["entities"]] == ["security", "Maria"]
    done = run(
        "project",
        tmp_path / "out.jsonl",
        "--corpus",
        corpus / "clean",
        "--to",
        "raw",
        "-o",
        tmp_path / "back",
    )
    for line in (tmp_path / "back").read_text().splitlines():
        assert sorted(json.loads(line)["entities"]) == spans
    (tmp_path / "in.jsonl").write_text('{"text": "unknown", "spans": []}')
    assert run(*command).returncode == 2


def test_project_brat(corpus, tmp_path):
    raw = (corpus / "raw" / "a.txt").read_text()
    start = raw.index("Maria")
    folder = tmp_path / "ann" / "sub"
    folder.mkdir(parents=True)
    (tmp_path / "ann" / "a.ann").write_text(f"T1\tName {start} {start + 5}\tMaria\n")
    (folder / "b.ann").write_text("T1\tName 0 3\tOne\n")
    done = run("project", tmp_path / "ann", "--corpus", corpus / "clean", "-o", tmp_path / "out")
    assert done.returncode == 0
    place = (corpus / "clean" / "a.txt").read_text().index("Maria")
    assert (tmp_path / "out" / "a.ann").read_text() == f"T1\tName {place} {place + 5}\tMaria\n"
    assert (tmp_path / "out" / "sub" / "b.ann").read_text() == "T1\tName 0 3\tOne\n"
    one = run("project", tmp_path / "ann" / "a.ann", "--corpus", corpus / "clean", "-o", tmp_path / "one.ann")
    assert (
        one.returncode == 0
        and (tmp_path / "one.ann").read_bytes() == (tmp_path / "out" / "a.ann").read_bytes()
    )
    (tmp_path / "ann" / "z.ann").write_text("")
    done = run("project", tmp_path / "ann", "--corpus", corpus / "clean", "-o", tmp_path / "out2")
    assert done.returncode == 2 and b"stands beside no documents" in done.stderr


def test_report_and_decisions(corpus, tmp_path):
    done = run("report", corpus / "clean", "-o", tmp_path / "sub" / "r.html")
    assert done.returncode == 0 and (tmp_path / "sub" / "r.html").read_bytes().startswith(b"<!doctype html>")
    trail = (corpus / "clean" / ".cleaner/trail/00000.jsonl").read_text().splitlines()
    assert any(json.loads(line)["rule"] == "duplicates.near" for line in trail)
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text(
        '{"verdict": "reject", "rule": "duplicates.near"}\n'
        '{"verdict": "reject", "rule": "boilerplate.share", "removed_sha256": "0"}\n'
    )
    done = run("clean", corpus / "raw", "-o", tmp_path / "out", "--decisions", decisions)
    assert done.returncode == 0 and b"1 rejected findings are not there any more" in done.stderr
    assert "told us" in (tmp_path / "out" / "sub" / "b.txt").read_text()
    assert run("verify", tmp_path / "out", "--read-data").returncode == 0
    checked = run("check", corpus / "raw", "--decisions", decisions)
    assert b"duplicates.near" not in checked.stdout and b"1 accepted" in checked.stderr
    assert run("report", tmp_path / "out", "-o", tmp_path / "r", "--decisions", decisions).returncode == 0
    decisions.write_text("{")
    assert run("clean", corpus / "raw", "-o", tmp_path / "out", "--decisions", decisions).returncode == 2


@pytest.mark.parametrize("command", ["verify", "why", "map", "project", "report"])
def test_each_command_has_help(command):
    assert run(command, "--help").returncode == 0
