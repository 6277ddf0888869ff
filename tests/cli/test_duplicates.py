"""Threshold advice and the list of pairs, from raw files."""

import json

from tests.console import run

STORM = (
    "The harbour board said on Monday that the old crane would be taken down before the {} storms, at last."
)


def corpus(tmp_path):
    (tmp_path / "a.txt").write_text(STORM.format("winter") + "\nNothing else.\n")
    (tmp_path / "b.txt").write_text("Something.\n\n" + STORM.format("bad winter") + "\n")
    return tmp_path


def test_sweep_shows_what_each_threshold_would_do(tmp_path):
    done = run("duplicates", corpus(tmp_path), "--sweep")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()
    falls = {line.split()[0]: line.split()[1] for line in lines[3:13]}
    assert falls["0.5"] == "1" and falls["0.95"] == "0"
    assert any("a.txt:1 and b.txt:3" in line for line in lines)
    assert any("{+bad+}" in line for line in lines)


def test_pairs_are_written_with_similarity_and_verdict(tmp_path):
    out = tmp_path / "pairs.jsonl"
    assert run("duplicates", corpus(tmp_path), "--pairs", out).returncode == 0
    (row,) = map(json.loads, out.read_text().splitlines())
    assert (row["earlier"], row["later"], row["verdict"]) == ("a.txt:1", "b.txt:3", "duplicate")
    assert 0.6 < row["similarity"] < 1


def test_something_must_be_asked_for(tmp_path):
    assert run("duplicates", corpus(tmp_path)).returncode == 2


def test_the_threshold_and_the_shingle_are_options(tmp_path):
    folder = corpus(tmp_path)
    assert b"duplicates.near" in run("check", folder, "-q").stdout
    assert b"duplicates.near" not in run("check", folder, "-q", "--threshold", "95%").stdout
    assert run("check", folder, "--shingle", "letters:3").returncode == 2
    both = [run("check", folder, "-q", "--candidates", way).stdout for way in ("bands", "exact")]
    assert both[0] == both[1]


def test_the_sweep_measures_the_bands_on_the_corpus_at_hand(tmp_path):
    done = run("duplicates", corpus(tmp_path), "--sweep")
    assert b"the bands find 1 of 1 pairs at that threshold (recall 1.0000)" in done.stdout
