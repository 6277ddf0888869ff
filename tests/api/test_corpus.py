"""A corpus in memory: what comes out of which record, as the command line makes it of a file."""

import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.errors import InputError, UsageError
from tests.console import run
from tests.corpora import documents
from tests.examples import examples

FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."


class TestRecords:
    def test_other_keys_their_order_and_their_values_are_untouched(self):
        kept = object()
        record = {"z": kept, "text": "One.  ", "a": 1.50, 7: None}
        [clean] = cleaner.Corpus([record])
        assert clean == {"z": kept, "text": "One.", "a": 1.50, 7: None}
        assert list(clean) == ["z", "text", "a", 7] and clean["z"] is kept
        assert record["text"] == "One.  "

    def test_strings_come_out_as_strings(self):
        assert list(cleaner.Corpus(["One.  ", "Two."])) == ["One.", "Two."]

    def test_dotted_fields_and_a_key_with_the_dot_in_it(self):
        inner = {"b": "One.  ", "c": [1]}
        corpus = cleaner.Corpus([{"a": inner}, {"a": {"b": "x  "}, "a.b": "Two.  "}], text_field="a.b")
        assert corpus.clean() == [{"a": {"b": "One.", "c": [1]}}, {"a": {"b": "x  "}, "a.b": "Two."}]
        assert inner == {"b": "One.  ", "c": [1]}

    def test_a_generator_is_read_once_and_lazily(self):
        read = []

        def records():
            for number in range(3):
                read.append(number)
                yield {"text": f"Record {number}.  "}

        corpus = cleaner.Corpus(records())
        assert read == []
        first = list(corpus)
        assert first == list(corpus) == [each.record for each in corpus.results]
        assert read == [0, 1, 2] and len(first) == 3

    @pytest.mark.parametrize("records", ["One.  ", {"text": "One."}])
    def test_one_record_is_no_corpus(self, records):
        with pytest.raises(TypeError, match="iterable of records"):
            cleaner.Corpus(records)

    def test_a_frame_is_no_iterable_of_records(self):
        class Frame:
            columns = ("text",)

            def to_dict(self, how):
                return []

        with pytest.raises(TypeError, match="frame"):
            cleaner.Corpus(Frame())


class TestWhatBecameOfThem:
    def test_a_repeated_record_names_its_partner(self):
        corpus = cleaner.Corpus([{"text": "Other words."}, {"text": FERRY}, {"text": FERRY + " "}])
        assert [each.status for each in corpus.results] == ["written", "written", "dropped"]
        assert corpus.results[2].partner == 1 and corpus.results[2].record == {"text": ""}
        assert corpus.results[2].edits[0].evidence["partner"] == "1"
        assert [each["text"] for each in corpus] == ["Other words.", FERRY, ""]
        kept = cleaner.Corpus([{"text": FERRY}, {"text": FERRY}], drop_empty=True)
        assert list(kept) == [{"text": FERRY}] and len(kept.results) == 2

    def test_an_empty_text_is_kept_with_drop_empty(self):
        assert list(cleaner.Corpus([{"text": ""}], drop_empty=True)) == [{"text": ""}]

    def test_a_paragraph_that_stands_in_an_earlier_record_goes(self):
        corpus = cleaner.Corpus([FERRY, f"Other words here.\n\n{FERRY}"])
        assert list(corpus) == [FERRY, "Other words here."]
        assert cleaner.Corpus([FERRY, FERRY], duplicates="off").clean() == [FERRY, FERRY]

    def test_several_fields_have_results_of_their_own(self):
        [each] = cleaner.Corpus(
            [{"a": "One.  ", "b": "A matter of secu-rity."}], text_field=("a", "b")
        ).results
        assert each.results["a"].text == "One." and each.results["b"].text == "A matter of security."
        assert [edit.rule.id for edit in each.edits] == ["whitespace.trailing", "hyphenation.broken-word"]

    @pytest.mark.parametrize(
        ("record", "told"),
        [
            ({"body": "x"}, "record 1: has no text field 'text' (name the field with text_field)"),
            ({"text": None}, "record 1: has None in the text field 'text', not a string"),
            ({"text": float("nan")}, "has a value of type float in the text field"),
            ({"text": b"x"}, "has a value of type bytes"),
            (None, "record 1: is of type NoneType, not a dictionary or a string"),
            (["text"], "is of type list"),
            ({"text": "half a pair \ud800"}, "cannot be written as UTF-8"),
        ],
    )
    def test_a_bad_record_costs_itself(self, record, told):
        corpus = cleaner.Corpus(["One.  ", record, "Two.  "], ignore=["encoding"])
        assert list(corpus) == ["One.", "Two."]
        bad = corpus.results[1]
        assert bad.status == "quarantined" and bad.record is record and bad.edits == ()
        assert isinstance(bad.problem, InputError) and told in str(bad.problem)

    def test_an_id_that_comes_again_is_refused(self):
        records = [{"id": 7, "text": "a"}, {"id": "7", "text": "b"}, {"text": "c"}, {"id": None, "text": "d"}]
        corpus = cleaner.Corpus(records, id_field="id")
        assert [record["text"] for record in corpus] == ["a", "c", "d"]
        assert "'7' of an earlier record" in str(corpus.results[1].problem)


class TestHints:
    TEXT = "The guards are new; the secu-rity of the quay is not what it was when the old men were on it."
    MENDED = TEXT.replace("secu-rity", "security")

    def test_one_text(self):
        assert cleaner.clean(f"{self.TEXT}\n", language="sw").text == f"{self.TEXT}\n"
        assert cleaner.clean(f"{self.TEXT}\n", language="en-GB").text == f"{self.MENDED}\n"

    def test_a_record_goes_before_the_options(self):
        records = [{"text": self.TEXT, "meta": {"lang": lang}} for lang in ("en", None)]
        corpus = cleaner.Corpus(records, language_field="meta.lang", language="sw", duplicates="off")
        assert [record["text"] for record in corpus] == [self.MENDED, self.TEXT]

    def test_a_wrong_word_costs_its_record(self):
        records = [
            {"text": "One.", "genre": "poem"},
            {"text": "Two.", "genre": 7},
            {"text": "Three."},
            "Four.",
        ]
        corpus = cleaner.Corpus(records, kind_field="genre")
        assert list(corpus) == [{"text": "Three."}, "Four."]
        problems = [str(each.problem) for each in corpus.results if each.problem]
        assert [problem.partition(" (")[0] for problem in problems] == [
            "record 0: has a wrong kind in the field 'genre': there is no kind 'poem'",
            "record 1: has a value of type int in the kind field 'genre', not a string",
        ]

    def test_names_are_checked(self):
        with pytest.raises(UsageError, match="no kind 'poem'"):
            cleaner.clean("One.", kind="poem")
        with pytest.raises(UsageError, match="'french' is no tag of a language"):
            cleaner.Corpus([], language="french")


class TestOptions:
    def test_they_are_those_of_clean(self):
        texts = ["A matter of secu-rity.  "]
        assert list(cleaner.Corpus(texts, ignore=["hyphenation"])) == ["A matter of secu-rity."]
        assert list(cleaner.Corpus(texts, select=["hyphenation"])) == ["A matter of security.  "]
        assert list(cleaner.Corpus(texts, certain_only=True)) == ["A matter of secu-rity."]

    @pytest.mark.parametrize("make", [cleaner.clean, cleaner.Corpus, cleaner.hf_map])
    def test_a_wrong_one_is_an_error_at_once(self, make):
        first = "text" if make is not cleaner.Corpus else ["text"]
        with pytest.raises(UsageError):
            make(first, select=["no.such.rule"])
        with pytest.raises(TypeError):
            make(first, no_such_option=True)
        with pytest.raises(TypeError, match="a list of rules"):
            make(first, ignore="markup")

    def test_a_field_named_twice(self):
        with pytest.raises(UsageError):
            cleaner.Corpus([], text_field=["a", "a"])


@examples(25)
@given(texts=st.lists(documents(), max_size=4))
def test_it_is_what_the_command_line_makes_of_a_file(texts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    whole = [text.encode("utf-8", "replace").decode() for text in texts]
    data = "".join(json.dumps({"text": text}) + "\n" for text in whole)
    (folder / "a.jsonl").write_text(data)
    done = run("clean", "a.jsonl", "-o", "out", "-q", "-j", "1", "--isolated", cwd=folder)
    written = (folder / "out" / "a.jsonl").read_text() if whole else ""
    assert done.returncode in (0, 1)
    assert [json.loads(line)["text"] for line in written.split("\n")[:-1]] == list(cleaner.Corpus(whole))


@pytest.mark.parametrize("call", [cleaner.hf_map, partial(cleaner.Corpus, []), partial(cleaner.clean, "a")])
def test_a_choice_that_there_is_not_is_refused(call):
    with pytest.raises(UsageError, match=r"duplicates cannot be 'maybe' \(choose off, report, drop\)"):
        call(duplicates="maybe")


@pytest.mark.parametrize("text", [b"a", None, 3])
def test_a_text_is_a_string(text):
    with pytest.raises(TypeError, match="a text is a string, not of type"):
        cleaner.clean(text)
