"""The command line takes what the caller knows of his texts: for all of them, for a path, for a record."""

import json

import pytest

from tests.console import run

TEXT = "The guards are new; the secu-rity of the quay is not what it was when the old men were on it.\n"
MENDED = TEXT.replace("secu-rity", "security")


@pytest.fixture
def folder(tmp_path):
    """A text in a folder of its own, and the same as a record that says in which language it is."""
    (tmp_path / "raw" / "sw").mkdir(parents=True)
    (tmp_path / "raw" / "sw" / "a.txt").write_text(TEXT)
    (tmp_path / "raw" / "b.jsonl").write_text(json.dumps({"text": TEXT, "lang": "sw"}) + "\n")
    return tmp_path


def list_places(folder, *arguments):
    done = run("check", "raw", "--duplicates", "off", *arguments, cwd=folder)
    assert done.returncode in (0, 1), done.stderr
    return [line.partition(b":")[0].decode() for line in done.stdout.splitlines()]


def test_a_language_for_the_run(folder):
    assert list_places(folder) == ["raw/b.jsonl", "raw/sw/a.txt"]
    assert list_places(folder, "--language", "sw") == []
    assert list_places(folder, "--language", "en-GB") == ["raw/b.jsonl", "raw/sw/a.txt"]


def test_a_language_from_a_field(folder):
    assert list_places(folder, "--language-field", "lang") == ["raw/sw/a.txt"]
    assert list_places(folder, "--language-field", "lang", "--language", "en") == ["raw/sw/a.txt"]


def test_a_language_for_a_path_and_a_later_table_goes_first(folder):
    (folder / "cleaner.toml").write_text('[per-path."raw/sw/"]\nlanguage = "SW"\n')
    assert list_places(folder) == ["raw/b.jsonl"]
    (folder / "cleaner.toml").write_text(
        'language = "sw"\n[per-path."raw/sw/"]\nlanguage = "fr"\n[per-path."*.txt"]\nlanguage = "en"\n'
    )
    assert list_places(folder) == ["raw/sw/a.txt"]


def test_a_pipe_of_a_text_and_one_of_records(folder):
    done = run("clean", "-", "-q", "--language", "sw", stdin=TEXT.encode())
    assert done.stdout.decode() == TEXT
    records = (folder / "raw" / "b.jsonl").read_bytes() + json.dumps({"text": TEXT}).encode() + b"\n"
    arguments = ("clean", "-", "-q", "--input-format", "jsonl", "--language-field", "lang")
    done = run(*arguments, stdin=records)
    texts = [json.loads(line)["text"] for line in done.stdout.splitlines()]
    assert texts == [TEXT, MENDED]
    done = run(*arguments, stdin=b'{"text": "One.", "lang": "swahili"}\n')
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode() == (
        "error: -:1: has a wrong language in the field 'lang': 'swahili' is no tag of a language, at byte 0 "
        "(write one of BCP 47, such as fr or pt-BR)\n"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            'kind = "verses"',
            "error: cleaner.toml: kind cannot be 'verses' (did you mean verse?)\n",
        ),
        (
            '[per-path."a/"]\nlanguage = "pt_BR"',
            "error: cleaner.toml: per-path.'a/': language: 'pt_BR' is no tag of a language "
            "(write one of BCP 47, such as fr or pt-BR)\n",
        ),
        (
            "language = 7",
            "error: cleaner.toml: language must be a string, not a number\n",
        ),
    ],
)
def test_a_wrong_name_in_the_file_is_one_clear_error(tmp_path, content, message):
    (tmp_path / "cleaner.toml").write_text(content)
    (tmp_path / "a.txt").write_text("One.\n")
    done = run("check", "a.txt", cwd=tmp_path)
    assert (done.returncode, done.stderr.decode().replace(f"{tmp_path}/", "")) == (2, message)


@pytest.mark.parametrize("arguments", [("--kind", "poem"), ("--language", "pt_BR")])
def test_a_wrong_name_on_the_command_line_is_a_wrong_call(folder, arguments):
    done = run("check", "raw", *arguments, cwd=folder)
    assert done.returncode == 2
    assert arguments[1].encode() in done.stderr


def test_the_twin_of_another_hint_is_out_of_date(folder):
    assert run("clean", "raw", "-o", "out", "-q", cwd=folder).returncode == 0
    assert run("clean", "raw", "-o", "out", "-q", "--check", cwd=folder).returncode == 0
    done = run("clean", "raw", "-o", "out", "-q", "--check", "--language", "sw", cwd=folder)
    assert done.returncode == 1
    assert b"stale out/b.jsonl" in done.stdout


@pytest.mark.parametrize(("arguments", "similarity"), [((), b"1.000"), (("--language", "sw"), b"0.")])
def test_an_index_holds_what_the_hints_make_of_a_text(folder, arguments, similarity):
    assert run("index", "build", "old.index", "raw", *arguments, cwd=folder).returncode == 0
    (folder / "mended.txt").write_text(MENDED)
    [first, *_] = run("index", "query", "old.index", "mended.txt", cwd=folder).stdout.splitlines()
    assert first.startswith(b"mended.txt, paragraph 1: duplicate " + similarity)


def test_a_buffer_of_an_editor_has_the_hints_of_its_name(folder):
    (folder / "cleaner.toml").write_text('[per-path."raw/sw/"]\nlanguage = "sw"\n')
    for name, count in (("raw/sw/new.txt", 0), ("raw/new.txt", 1), ("raw/sw/new.jsonl", 0)):
        data = json.dumps({"text": TEXT}) if name.endswith("jsonl") else TEXT
        done = run("check", "-", "-q", "--stdin-filename", name, cwd=folder, stdin=data.encode())
        assert (done.returncode, len(done.lines)) == (count, count), name


POEM = """\
the lamp is lit and all the old men have gone down to the water where
the boats are lying and the gulls are calling, and nobody has said what
he thought about it when the wind came up and took away the lamp of the
old keeper of the quay, so that the children ran home.
"""
"""Lines as long as those of prose: by its shape alone it is a wrapped paragraph."""


def test_a_folder_of_poems_is_left_as_it_is(tmp_path):
    (tmp_path / "raw" / "poems").mkdir(parents=True)
    (tmp_path / "raw" / "poems" / "a.txt").write_text(POEM)
    (tmp_path / "raw" / "b.txt").write_text(f"{POEM}\nIt rains.\n")
    (tmp_path / "cleaner.toml").write_text('[per-path."poems/"]\nkind = "verse"\n')
    assert run("clean", "raw", "-o", "out", "-q", "--duplicates", "off", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out" / "poems" / "a.txt").read_text() == POEM
    assert (tmp_path / "out" / "b.txt").read_text() == " ".join(POEM.splitlines()) + "\n\nIt rains.\n"
    assert run("restore", "out", "-o", "back", cwd=tmp_path).returncode == 0
    assert (tmp_path / "back" / "b.txt").read_text() == f"{POEM}\nIt rains.\n"


def test_a_record_that_says_that_it_is_verse_keeps_its_lines(tmp_path):
    lines = ({"text": POEM, "genre": "verse"}, {"text": f"{POEM} Yes.", "genre": None})
    data = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    arguments = ("clean", "-", "-q", "--input-format", "jsonl", "--kind-field", "genre")
    first, second = run(*arguments, stdin=data).stdout.splitlines()
    assert json.loads(first)["text"] == POEM
    assert json.loads(second)["text"].count("\n") < POEM.count("\n")
    named = run(*arguments, "--kind", "verse", stdin=data).stdout.splitlines()
    assert [json.loads(line)["text"].count("\n") for line in named] == [4, 4]
