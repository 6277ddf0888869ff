"""The index remembers, replaces, forgets, and says what is wrong with it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates import Paragraph, Settings, decide
from cleaner.duplicates.index.sqlite_index import ParagraphIndex
from cleaner.errors import DamageError, InputError, UsageError
from tests.examples import examples

FERRY = (
    "The harbour office said on Monday that the new ferry line would open in spring, with four crossings a "
    "day, a night boat at weekends and room for bicycles on the lower deck."
)
SLIDE = (
    "Rain fell on the northern valleys for most of the night, and the road to the dam was closed before dawn "
    "by a slide that took two bends and a bus shelter with it."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "old.index"
    with ParagraphIndex.build(place) as index:
        index.add([("a.txt", ["Ferries", FERRY]), ("b.txt", [SLIDE, ""])])
    return place


def _found(path: Path, text: str) -> list[tuple[str, int, str]]:
    with ParagraphIndex.open(path) as index:
        [matches] = index.query([text])
        return [(m.old.document, m.old.position, m.comparison.verdict) for m in matches]


def test_finds_copies_edits_and_revisions(path: Path) -> None:
    assert _found(path, FERRY.upper()) == [("a.txt", 1, "duplicate")]
    assert _found(path, FERRY.replace("said", "announced")) == [("a.txt", 1, "duplicate")]
    assert _found(path, FERRY.replace("four", "six")) == [("a.txt", 1, "revision")]
    assert _found(path, "Ferries") == []
    assert (
        _found(path, "Something else that nobody has written before in any of the papers of the town.") == []
    )


def test_several_texts_are_asked_for_at_once(path: Path) -> None:
    with ParagraphIndex.open(path) as index:
        answers = index.query([SLIDE, "new", FERRY])
        assert [[m.old.document for m in found] for found in answers] == [["b.txt"], [], ["a.txt"]]
        assert index.query([]) == []
        assert [old.document for old in index.reference([SLIDE, FERRY])] == ["a.txt", "b.txt"]
        assert index.reference([]) == []


def test_adding_a_known_document_replaces_it(path: Path) -> None:
    with ParagraphIndex.open(path) as index:
        index.add([("a.txt", [SLIDE.replace("night", "day and night")])])
        assert index.statistics()[:2] == (2, 3)
    assert _found(path, FERRY) == []
    assert {name for name, *_ in _found(path, SLIDE)} == {"a.txt", "b.txt"}


def test_removing_forgets_and_tidies(path: Path) -> None:
    with ParagraphIndex.open(path) as index:
        assert index.remove(["a.txt", "unknown"]) == 1
        assert index.remove(["b.txt"]) == 1
        assert index.statistics()[:2] == (0, 0)
        index.add([("c.txt", [FERRY])])
        index.verify()
    assert _found(path, FERRY) == [("c.txt", 0, "duplicate")]
    assert _found(path, SLIDE) == []


def test_an_interrupted_change_leaves_the_old_state(path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), ParagraphIndex.open(path) as index:
        index.add([("c.txt", [FERRY])])
        raise KeyboardInterrupt
    assert _found(path, FERRY) == [("a.txt", 1, "duplicate")]


def test_other_settings_are_refused(path: Path) -> None:
    with pytest.raises(UsageError, match=r"built with threshold 0\.55, not 0\.8"):
        ParagraphIndex.open(path, Settings(threshold=0.8))
    with ParagraphIndex.open(path, Settings(revisions=False)) as index:
        [[match]] = index.query([FERRY.replace("four", "six")])
        assert match.comparison.verdict == "duplicate"


def test_another_scheme_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE meta SET value = 'cleaner index 0' WHERE name = 'scheme'")
    database.close()
    with pytest.raises(UsageError, match="build it again"):
        ParagraphIndex.open(path)


def test_a_missing_index_and_one_that_is_there(tmp_path: Path, path: Path) -> None:
    with pytest.raises(InputError, match="no such index"):
        ParagraphIndex.open(tmp_path / "none")
    with pytest.raises(UsageError, match="exists already"):
        ParagraphIndex.build(path)
    with pytest.raises(InputError, match="cannot be made"):
        ParagraphIndex.build(tmp_path / "no" / "folder")


def test_damage_is_found(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(b"no database at all, " * 300)
    with pytest.raises(DamageError):
        ParagraphIndex.open(path)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamageError), ParagraphIndex.open(path) as index:
        index.verify()


@pytest.mark.parametrize("change", ["keys = zeroblob(length(keys))", "ids = zeroblob(length(ids))"])
def test_changed_keys_are_found(path: Path, change: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute(f"UPDATE segment SET {change} WHERE band = 3")
    database.close()
    with ParagraphIndex.open(path) as index:
        with pytest.raises(DamageError):
            index.verify()
        with pytest.raises(DamageError):
            index.query([FERRY])


def test_a_changed_text_is_found(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE paragraph SET text = substr(text, 1, 9)")
    database.close()
    with ParagraphIndex.open(path) as index, pytest.raises(DamageError):
        index.query([FERRY])


WORDS = ["ferry", "dam", "rose", "night", "said", "seven", "not", "boat"]


@examples(40)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=6, max_size=12), max_size=6),
    st.lists(st.lists(st.sampled_from(WORDS), min_size=6, max_size=12), max_size=4),
)
def test_decides_as_with_the_whole_old_corpus(
    tmp_path_factory: pytest.TempPathFactory, old: list[list[str]], new: list[list[str]]
) -> None:
    chosen = Settings(threshold=0.5, min_shingles=3, containment=None)
    texts, later = [" ".join(words) for words in old], [" ".join(words) for words in new]
    with ParagraphIndex.build(tmp_path_factory.mktemp("index") / "i", chosen) as index:
        index.add((f"{place}.txt", [text]) for place, text in enumerate(texts))
        known = [one.text for one in index.reference(later)]

    def dropped(reference: list[str]) -> list[tuple[int, str]]:
        corpus = [*reference, *later]
        found = decide([Paragraph(i, t) for i, t in enumerate(corpus)], chosen, reference=len(reference))
        return [(d.paragraph - len(reference), corpus[d.partner]) for d in found.drops]

    assert dropped(known) == dropped(texts)


def test_what_is_held_answers_the_same_and_is_forgotten_with_a_change(path: Path) -> None:
    texts = [FERRY, SLIDE, "Nothing of the kind."]
    with ParagraphIndex.open(path) as index:
        wanted = index.query(texts)
        index.cache()
        assert [index.query(texts) for _ in range(2)] == [wanted] * 2
        index.remove(["a.txt"])
        index.add([("c.txt", [FERRY])])
        assert [match.old.document for match in index.query([FERRY])[0]] == ["c.txt"]


def test_held_segments_are_read_and_checked_once(path: Path) -> None:
    with ParagraphIndex.open(path) as index:
        index.cache()
        wanted = index.query([FERRY])
        with sqlite3.connect(path) as database:
            database.execute("UPDATE segment SET sha256 = x'00'")
        assert index.query([FERRY]) == wanted
        with pytest.raises(DamageError):
            index.verify()
    with ParagraphIndex.open(path) as index, pytest.raises(DamageError):
        index.cache(0)
        index.query([FERRY])
