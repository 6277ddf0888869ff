"""The function for columns: its contract with `map`, its answers in any batches, its hash in any process."""

import hashlib
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.errors import UsageError
from tests.corpora import documents
from tests.examples import examples

FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."


def test_it_gives_the_columns_that_change_and_as_many_rows():
    batch = {"id": [1, 2], "text": ["One.  ", "Two."], "other": [{"a": 1}, None]}
    assert cleaner.hf_map()(batch) == {"text": ["One.", "Two."]}
    assert cleaner.hf_map(edits_field="edits")(batch) == {"text": ["One.", "Two."], "edits": [1, 0]}
    assert batch["text"] == ["One.  ", "Two."]


def test_several_columns_and_nulls():
    batch = {"a": ["One.  ", None, None], "b": ["Two.  ", "Three.  ", None]}
    assert cleaner.hf_map(["a", "b"], edits_field="n")(batch) == {
        "a": ["One.", None, None],
        "b": ["Two.", "Three.", None],
        "n": [2, 1, None],
    }


def test_an_empty_batch():
    assert cleaner.hf_map(edits_field="n")({"text": []}) == {"text": [], "n": []}


def test_what_cannot_be_cleaned_stays_as_it_is():
    stray = "half a pair \ud800  "
    made = cleaner.hf_map(edits_field="n", ignore=["encoding"])({"text": [stray, "One.  "]})
    assert made == {"text": [stray, "One."], "n": [None, 1]}


def test_duplicates_within_a_text_go_and_between_texts_stay():
    text = f"{FERRY}\n\nOther words in between.\n\n{FERRY}"
    assert cleaner.hf_map()({"text": [text, text]})["text"] == [f"{FERRY}\n\nOther words in between."] * 2


def test_an_array_is_a_column():
    numpy = pytest.importorskip("numpy")
    assert cleaner.hf_map()({"text": numpy.array(["One.  "], dtype=object)}) == {"text": ["One."]}


@pytest.mark.parametrize(
    ("batch", "told"),
    [
        ({"text": "One."}, "call map with batched=True"),
        ({"body": ["One."]}, "name it with text_field"),
        ({"text": [1]}, "holds int, not text"),
    ],
)
def test_a_wrong_call_says_what_to_do(batch, told):
    with pytest.raises(UsageError, match=told):
        cleaner.hf_map()(batch)


def test_the_column_of_edits_is_no_text_field():
    with pytest.raises(UsageError):
        cleaner.hf_map("text", edits_field="text")


@examples(40)
@given(texts=st.lists(documents(), max_size=5))
def test_batches_do_not_matter(texts):
    clean = cleaner.hf_map(edits_field="n")
    together = clean({"text": texts})
    alone = [clean({"text": [text]}) for text in texts]
    assert together["text"] == [one["text"][0] for one in alone]
    assert together["n"] == [one["n"][0] for one in alone]


@examples(40)
@given(texts=st.lists(documents(), max_size=3))
def test_a_stream_answers_the_same(texts):
    from cleaner.config import Configuration
    from cleaner.corpus.per_text import TextCleaner

    with TextCleaner(Configuration()) as single:
        outcomes = [single.clean("a", text) for text in texts]
    wanted = [text if o.problem else o.document.text for text, o in zip(texts, outcomes, strict=True)]
    assert cleaner.hf_map()({"text": texts})["text"] == wanted


SCRIPT = """
import hashlib, pickle, cleaner
clean = cleaner.hf_map("te" + str("xt"), ignore=("markup", "comments"), duplicates="off", edits_field="n")
print(hashlib.sha256(pickle.dumps(clean, 4)).hexdigest())
"""


def test_it_is_pickled_alike_in_every_process():
    clean = cleaner.hf_map(edits_field="n", duplicates="off", ignore=["markup", "comments"])
    digest = hashlib.sha256(pickle.dumps(clean, 4)).hexdigest()
    for seed in ("0", "1"):
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == digest


def test_a_pickle_is_the_same_function_before_and_after_it_was_called():
    clean = cleaner.hf_map()
    before = pickle.dumps(clean)
    assert clean({"text": ["One.  "]}) == pickle.loads(before)({"text": ["One.  "]})
    assert pickle.dumps(clean) == before and pickle.loads(before) == clean
    assert hash(pickle.loads(before)) == hash(clean)


def test_other_options_and_another_version_are_another_function(monkeypatch):
    from cleaner.api import mapping

    one = cleaner.hf_map()
    assert one == cleaner.hf_map() != cleaner.hf_map(certain_only=True)
    monkeypatch.setattr(mapping, "__version__", "99.0.0")
    assert pickle.dumps(cleaner.hf_map()) != pickle.dumps(one)


def test_importing_the_package_imports_none_of_it():
    script = "import sys, cleaner; print(sorted(n for n in sys.modules if n.startswith('cleaner')))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "['cleaner']"
    assert {name for name in cleaner.__all__ if not hasattr(cleaner, name)} == set()


def test_a_path_into_a_column_is_none_and_the_flattened_column_is():
    clean = cleaner.hf_map("article.body")
    with pytest.raises(UsageError, match=r"no column 'article.body' .*flatten the data set"):
        clean({"article": [{"body": "One. "}]})
    assert clean({"article.body": ["One. "]}) == {"article.body": ["One."]}


class TestHints:
    TEXT = "The guards are new; the secu-rity of the quay is not what it was when the old men were on it."
    MENDED = TEXT.replace("secu-rity", "security")

    def test_a_column_says_what_each_row_is(self):
        clean = cleaner.hf_map(language_field="lang", edits_field="edits")
        batch = {"text": [self.TEXT, self.TEXT, None], "lang": ["sw", None, "sw"]}
        assert clean(batch) == {"text": [self.TEXT, self.MENDED, None], "edits": [0, 1, None]}

    def test_a_row_that_says_something_wrong_stays_as_it_is(self):
        clean = cleaner.hf_map(kind_field="genre", edits_field="edits")
        batch = {"text": [self.TEXT, self.TEXT], "genre": ["poem", "prose"]}
        assert clean(batch) == {"text": [self.TEXT, self.MENDED], "edits": [None, 1]}

    def test_a_column_that_there_is_not_is_refused(self):
        with pytest.raises(UsageError, match="no column 'genre'"):
            cleaner.hf_map(kind_field="genre")({"text": ["One."]})

    def test_the_columns_are_a_part_of_the_function(self):
        assert cleaner.hf_map(kind_field="genre") != cleaner.hf_map() != cleaner.hf_map(kind="verse")
        with pytest.raises(UsageError, match="no kind 'poem'"):
            cleaner.hf_map(kind="poem")
