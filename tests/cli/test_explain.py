"""`cleaner explain`."""

import json

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


def test_explain_the_structure_of_a_text(tmp_path):
    tmp_path.joinpath("a.txt").write_text(
        "# Salt\n\nThe lake is dry, they say.\x1b[31m\n\n| a | b |\n| c | d |\n", encoding="utf-8"
    )
    done = run("explain", "--structure", "a.txt", cwd=tmp_path)
    assert done.returncode == 0 and not done.stderr
    assert done.stdout.decode().splitlines() == [
        "a.txt: 3 blocks",
        "    1  heading  markup of a heading  | # Salt",
        "    3  heading  6 words without a full stop  | The lake is dry, they say.\\x1b[31m",
        "  5-6  table    2 of 2 lines have bars  | | a | b | | c | d",
    ]


def test_explain_the_structure_of_wrapped_text_names_its_width(tmp_path):
    tmp_path.joinpath("a.txt").write_text(
        "The keeper of the lower lock had counted the barges for thirty\nyears, as nobody knew.\n"
    )
    line = run("explain", "--structure", "a.txt", cwd=tmp_path).stdout.decode().splitlines()[1]
    assert line.startswith("  1-2  wrapped-prose 62  0 of 1 breaks had room for the next word")
    assert line.endswith("| The keeper of the lower lock had counted the ba…")


def test_explain_the_structure_of_records_and_pages(tmp_path):
    tmp_path.joinpath("a.jsonl").write_text('{"text": "# One"}\n{"text": 2}\n{"text": ""}\n')
    done = run("explain", "--structure", "a.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout.decode().splitlines() == [
        "a.jsonl:1: 1 block",
        "  1  heading  markup of a heading  | # One",
        "a.jsonl:3: 0 blocks",
    ]
    assert b"a.jsonl:2: has a number" in done.stderr
    tmp_path.joinpath("a.html").write_text("<p>The lake has been dry since the war, they say.</p>")
    assert b"prose" in run("explain", "--structure", "a.html", cwd=tmp_path).stdout


def test_explain_the_structure_of_what_is_not_there(tmp_path):
    done = run("explain", "--structure", "no.txt", cwd=tmp_path)
    assert done.returncode == 2 and b"does not exist" in done.stderr and not done.stdout
    assert run("explain", "hyphenation", "--structure", "no.txt", cwd=tmp_path).returncode == 2


POEM = "a rope, a sail, a hand that will\nnot let the rope go by\n\nand then the dark\n"


def test_explain_says_where_the_caller_named_the_kind(tmp_path):
    (tmp_path / "a.txt").write_text(POEM)
    done = run("explain", "--structure", "a.txt", "--kind", "verse", "--language", "EN", cwd=tmp_path)
    assert done.stdout.decode().splitlines() == [
        "a.txt: 2 blocks, kind verse and language en as the caller says",
        "  1-2  verse  as the caller says  | a rope, a sail, a hand that will not let the ro…",
        "    4  verse  as the caller says  | and then the dark",
    ]


def test_explain_reads_what_the_configuration_says_of_a_path_and_a_record_of_itself(tmp_path):
    (tmp_path / "cleaner.toml").write_text(
        'kind-field = "genre"\n[per-path."poems/"]\nkind = "verse"\nextend-select = ["whitespace"]\n'
    )
    (tmp_path / "poems").mkdir()
    lines = ({"text": "One. "}, {"text": "Two.", "genre": "list"}, {"text": "Three.", "genre": "poem"})
    (tmp_path / "poems" / "a.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    done = run("explain", "--structure", "poems/a.jsonl", cwd=tmp_path)
    assert done.stdout.decode().splitlines() == [
        "poems/a.jsonl:1: 1 block, kind verse as the caller says",
        "  1  verse  as the caller says  | One.",
        "poems/a.jsonl:2: 1 block, kind list as the caller says",
        "  1  list  as the caller says  | Two.",
    ]
    assert done.returncode == 2 and b"there is no kind 'poem'" in done.stderr
    isolated = run("explain", "--structure", "poems/a.jsonl", "--isolated", cwd=tmp_path)
    assert isolated.returncode == 0 and b"the caller" not in isolated.stdout
