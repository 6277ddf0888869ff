"""Spans and annotations on the other side: where they are, what became of them, and nothing invented."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import InputError, UsageError
from cleaner.projection import Projection, brat, records
from cleaner.text import Document, Edit, Span
from tests.text.test_document import applied, edited
from tests.text.test_offsets import oracle

RAW = "Share this!\nMaria Secu-rity met JosÃ© at the well.\n"


def cleaned():
    """A share bar gone, a word joined, a name mended."""
    document = Document.of(RAW).apply("boilerplate", [Edit(0, 12, "", "boilerplate.share")])
    hyphen, name = document.text.index("-"), document.text.index("Ã©")
    document = document.apply(
        "hyphenation", [Edit(hyphen, hyphen + 1, "", "hyphenation.broken-word")], round=2
    )
    return document.apply("encoding", [Edit(name - 1, name + 1, "é", "encoding.mojibake")], round=3)


PROJECTION = Projection.of(cleaned())


def of(text, source=RAW):
    start = source.index(text)
    return [start, start + len(text)]


class TestFate:
    def project(self, text):
        return PROJECTION.project(Span(*of(text)), "clean")

    def test_a_span_that_stays_is_the_same(self):
        there = self.project("the well")
        assert there.fate == "same" and PROJECTION.document.text[slice(*there.span)] == "the well"

    def test_a_span_that_changes_says_by_which_rule(self):
        there = self.project("Secu-rity")
        assert (there.fate, there.rules) == ("changed", ("hyphenation.broken-word",))
        assert PROJECTION.document.text[slice(*there.span)] == "Security"

    def test_a_span_that_goes_says_by_which_rule(self):
        assert self.project("Share")[1:] == ("removed", ("boilerplate.share",))

    def test_a_span_beside_a_change_is_not_touched_by_it(self):
        assert self.project("met ").rules == ()

    @given(edited(), st.data())
    def test_the_same_means_the_same_text_and_removed_means_nothing(self, case, data):
        document = applied(case)
        projection = Projection.of(document)
        for to, source, target in (
            ("clean", document.raw, document.text),
            ("raw", document.text, document.raw),
        ):
            start = data.draw(st.integers(0, len(source)))
            end = data.draw(st.integers(start, len(source)))
            there = projection.project(Span(start, end), to)
            old, new = source[start:end], target[there.span.start : there.span.end]
            assert there.fate == ("same" if old == new else "changed" if new else "removed")

    @given(edited(), st.data())
    def test_against_the_oracle_that_carries_each_character(self, case, data):
        """The smallest span of the other side that holds all that came from the characters of this one."""
        document = applied(case)
        origins = oracle(document)
        start = data.draw(st.integers(0, len(document.text)))
        end = data.draw(st.integers(start, len(document.text)))
        held = [(a, b) for a, b in origins[start:end] if a < b]
        there = Projection.of(document).project(Span(start, end), "raw").span
        if held:
            assert there.start <= min(a for a, _ in held) and max(b for _, b in held) <= there.end


def lines(*values):
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def find(name, text):
    if name == "gone" or text == "unknown":
        raise UsageError("no such document")
    return PROJECTION


def projected(data, to="clean"):
    told = []
    made = records.project(Path("a.jsonl"), data, find, to, lambda *fate: told.append(fate))
    return [json.loads(line) for line in made], told


class TestRecords:
    def test_spans_of_prodigy_and_spacy_move_and_keep_what_else_they_say(self):
        value = {
            "document": "a",
            "text": RAW,
            "spans": [{"start": of("Secu-rity")[0], "end": of("Secu-rity")[1], "label": "NAME", "id": 7}],
            "entities": [[*of("the well"), "PLACE"], [*of("Share"), "X"]],
            "meta": {"by": "someone"},
        }
        [made], told = projected(lines(value))
        text = made["text"]
        assert text == PROJECTION.document.text and made["meta"] == {"by": "someone"}
        [name] = made["spans"]
        assert text[name["start"] : name["end"]] == "Security" and (name["label"], name["id"]) == ("NAME", 7)
        assert made["entities"] == [[*of("the well", text), "PLACE"]]
        assert [entry["span"] for entry in made["projection"]["removed"]] == [[*of("Share"), "X"]]
        assert made["projection"]["changed"][0]["rules"] == ["hyphenation.broken-word"]
        assert sorted(fate[2].fate for fate in told) == ["changed", "removed", "same"]

    def test_there_and_back_is_where_it_was(self):
        value = {
            "text": RAW,
            "ents": [{"start": s, "end": e} for s, e in map(of, ("Share", "Secu-rity", "well"))],
        }
        [there], _ = projected(lines(value))
        [back], _ = projected(lines(there), to="raw")
        assert back["text"] == RAW and sorted(map(str, back["ents"])) == sorted(map(str, value["ents"]))

    def test_a_character_that_json_escapes_in_two_halves_is_one(self):
        document = Document.of("It rained \U0001f327  all day.").apply("w", [Edit(11, 13, " ", "w.s")])
        data = json.dumps({"text": document.raw, "entities": [[13, 16, "all"]]}).encode()
        assert b"\\ud83c" in data
        projection = Projection.of(document)
        [made] = records.project(Path("a"), data, lambda *_: projection, "clean", lambda *_: None)
        assert json.loads(made)["entities"] == [[12, 15, "all"]]

    def test_blank_lines_are_passed_over(self):
        assert projected(b"\n\n" + lines({"document": "a"}) + b"\n") == (
            [{"document": "a", "projection": {"to": "clean", "changed": [], "removed": []}}],
            [],
        )

    @pytest.mark.parametrize(
        ("line", "complaint"),
        [
            (b"{", "is no JSON"),
            (b"[1]", "is no JSON object"),
            (b'"x"', "is no JSON object"),
            (b"{}", "names no document"),
            (b'{"document": 5}', "names no document"),
            (b'{"document": "a", "tokens": []}', "holds tokens"),
            (b'{"document": "a", "spans": [{"start": 0, "end": 1, "token_start": 0}]}', "holds token_start"),
            (b'{"document": "a", "text": "other"}', "another text"),
            (b'{"document": "a", "spans": [[0, 9999]]}', "is no span"),
            (b'{"document": "a", "spans": [[3, 1]]}', "is no span"),
            (b'{"document": "a", "spans": [[true, 1]]}', "is no span"),
            (b'{"document": "a", "spans": [5]}', "is no span"),
            (b'{"document": "a", "spans": 5}', "is no list"),
        ],
    )
    def test_a_line_that_cannot_be_projected_is_named(self, line, complaint):
        with pytest.raises(InputError, match=rf"^a\.jsonl:2: .*{complaint}"):
            projected(b"\n" + line)


class TestBrat:
    def project(self, text, to="clean"):
        told = []
        made = brat.project(Path("a.ann"), text, PROJECTION, to, lambda *fate: told.append(fate))
        return made, told

    def line(self, id, text, source=RAW):
        start, end = of(text, source)
        return f"{id}\tName {start} {end}\t{text}\n"

    def test_offsets_and_covered_text_move(self):
        clean = PROJECTION.document.text
        made, _ = self.project(self.line("T1", "Secu-rity"))
        assert made == self.line("T1", "Security", clean)
        back, _ = self.project(made, to="raw")
        assert back == self.line("T1", "Secu-rity")

    def test_what_refers_to_text_that_is_gone_goes_too(self):
        """A relation, an event on it, a note on that, a member of an equivalence; what does not stays."""
        text = (
            self.line("T1", "Share")
            + self.line("T2", "Maria")
            + "R1\tMeets Arg1:T1 Arg2:T2\nE1\tShare:T1\nA1\tNegation E1\n#1\tNote R1\tsays T2\n"
            + "*\tEquiv T1 T2\nA2\tTitle T2\n#2\tNote T2\tsays T1\n"
        )
        made, told = self.project(text)
        assert (
            made
            == self.line("T2", "Maria", PROJECTION.document.text) + "A2\tTitle T2\n#2\tNote T2\tsays T1\n"
        )
        assert told[0] == ("Share", PROJECTION.project(Span(0, 5), "clean"))

    def test_an_equivalence_keeps_the_members_that_are_left(self):
        text = (
            self.line("T1", "Share")
            + self.line("T2", "Maria")
            + self.line("T3", "well")
            + "*\tEquiv T1 T2 T3\n"
        )
        assert self.project(text)[0].endswith("*\tEquiv T2 T3\n")

    def test_fragments_and_line_ends(self):
        start, end = of("this!\nMaria")
        (a, b), (c, d) = of("met"), of("well")
        text = f"T1\tName {start} {end}\tthis! Maria\nT2\tName {a} {b};{c} {d}\tmet well\r\n"
        clean = PROJECTION.document.text
        (a, b), (c, d), (e, f) = of("met", clean), of("well", clean), of("Maria", clean)
        assert self.project(text)[0] == f"T1\tName {e} {f}\tMaria\nT2\tName {a} {b};{c} {d}\tmet well\n"

    @pytest.mark.parametrize(
        ("line", "complaint"),
        [("T1 Name 0 5\tShare", "is no annotation of brat"), ("T1\tName 0 5\tOther", "covers 'Share'")],
    )
    def test_a_line_that_cannot_be_projected_is_named(self, line, complaint):
        with pytest.raises(InputError, match=rf"^a\.ann:1: {complaint}"):
            self.project(line)
