"""No text makes a stage work much more for a byte than news does, nor more than in proportion to its length.

Work is counted in calls of functions, which are the same on any machine; where the work is in C, in CPU
seconds with a wide margin.
"""

import subprocess
import sys

import pytest

from cleaner.config import Configuration
from cleaner.pipeline import Pipeline
from tests.cpu import cpu_seconds

PIPELINE = Configuration(extend_select=("normalization.nfc",)).pipeline
CALLS_OF_NEWS = 3.4
"""Calls a byte that the English texts of `clean/` take, when they are first seen."""


def repeat(unit, size):
    return (unit * (size // len(unit) + 1))[:size]


def nest(opener, closer):
    return lambda size: opener * (size // 7) + "x" + closer * (size // 7)


# The text of a size, and how many times the calls of news it takes a byte, at most (half as much again as it
# does).
ATTACKS = {
    "mojibake": (lambda size: repeat("Ð¿Ñ€Ð¸Ð²ÐµÑ‚ ", size), 2.5),
    "mojibake of another encoding": (lambda size: repeat("книга ".encode().decode("cp1251"), size), 2.2),
    "mojibake twice": (
        lambda size: repeat("é’ü ".encode().decode("latin-1").encode().decode("latin-1"), size),
        5,
    ),
    "alphabet in another": (lambda size: repeat("Êíèãà ëåæèò íà ñòîëå, ", size), 3),
    "stray bytes": (lambda size: repeat("caf\udce9 ", size), 2),
    "stray bytes in lines": (lambda size: repeat("caf\udce9 owners met here\n", size), 2),
    "controls": (lambda size: repeat("a\x00", size), 5),
    "overrides": (lambda size: repeat("\u202e", size), 2),
    "zero widths": (lambda size: repeat("a\u200b", size), 4),
    "soft hyphens": (lambda size: repeat("\xad", size), 3),
    "accents": (lambda size: repeat("\u0301\u0323", size), 1),
    "bold nested": (nest("<b>", "</b>"), 7),
    "breaks": (lambda size: repeat("<br>", size), 6),
    "paragraphs": (lambda size: repeat("<p>One.</p>\n", size), 6.5),
    "share": (lambda size: repeat("Share this\n", size), 8),
    "headers and share": (lambda size: repeat("date 2024-02-29\n\nshare this\n\n", size), 7),
    "hyphens in lines": (lambda size: repeat("a-\n", size), 12),
    "broken words": (lambda size: repeat("secu-rity ", size), 3.5),
    "spam": (lambda size: "One.\n\n" + repeat("I love HairPro ,buy now at http://a.com\n\n", size), 3),
    "blank runs": (lambda size: repeat("a\n\n\n\n\n", size), 10),
    "Russian": (lambda size: repeat("Книга лежит на столе, и никто её не читает. ", size), 0.5),
}


def count_calls(text):
    """Count the calls of functions, in Python and in C, that cleaning a text takes."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        PIPELINE.run(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_text_takes_few_calls_and_in_proportion_to_its_length(attack):
    make, most = ATTACKS[attack]
    PIPELINE.run(make(500))
    calls = count_calls(make(12_001))
    assert calls <= most * CALLS_OF_NEWS * len(make(12_001).encode("utf-8", "surrogatepass"))
    # Three times as long: what grows faster than in proportion is above the same bound.
    calls = count_calls(make(36_003))
    assert calls <= most * CALLS_OF_NEWS * len(make(36_003).encode("utf-8", "surrogatepass"))


def clean_seconds(tmp_path, text, *options):
    """Measure the CPU seconds of `cleaner clean` of one file."""
    raw = tmp_path / "raw"
    raw.mkdir()
    raw.joinpath("a.txt").write_text(text, encoding="utf-8", errors="surrogateescape")
    command = [
        sys.executable,
        "-P",
        "-m",
        "cleaner",
        "clean",
        str(raw),
        "-o",
        str(tmp_path / "out"),
        "-j",
        "1",
    ]
    before = cpu_seconds()
    subprocess.run([*command, *options], check=True, capture_output=True, timeout=200)
    return cpu_seconds() - before


def test_a_row_of_accents_is_not_sorted_in_quadratic_time(tmp_path):
    text = "a" + "\u0301\u0323" * 60_000
    assert clean_seconds(tmp_path, text, "--extend-select", "normalization.nfc") < 8


def test_what_was_left_for_too_much_work_is_raw_and_reported(tmp_path):
    text = "a\u202e" * 5_000
    clean_seconds(tmp_path, text)
    assert tmp_path.joinpath("out", "a.txt").read_text(encoding="utf-8") == text
    command = [sys.executable, "-P", "-m", "cleaner", "check", "--output-format", "json"]
    for folder in ("raw", "out"):
        done = subprocess.run([*command, str(tmp_path / folder)], capture_output=True, text=True, check=False)
        assert "pipeline.over-work" in done.stdout
        assert done.returncode == 0


def test_long_lines_at_rest_are_not_read_again(monkeypatch):
    from cleaner.stages.encoding import mojibake

    read = []
    original = mojibake.repair
    monkeypatch.setattr(mojibake, "repair", lambda line: read.append(len(line)) or original(line))
    Pipeline.named("encoding", "whitespace").run(repeat("Ð¿Ñ€Ð¸Ð²ÐµÑ‚ ", 5_000) + "  \n")
    assert len(read) == 1
