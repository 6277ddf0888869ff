"""`cleaner report`, and the decisions that a reviewer makes on its page."""

import json

from tests.console import run


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


def test_report_of_records(records, tmp_path):
    assert run("report", records / "clean", "-o", tmp_path / "r.html").returncode == 0
    page = (tmp_path / "r.html").read_text()
    assert all(f'"{name}"' in page for name in ("a.jsonl:1#text", "c.parquet:3#text", "page.html.txt"))
    assert "a.jsonl:6#text:1" in page
