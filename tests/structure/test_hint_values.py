"""Names of kinds and tags of languages: one spelling, and one clear error."""

from pathlib import Path

import pytest

from cleaner.errors import UsageError
from cleaner.structure import KINDS, Hints
from cleaner.structure.hint_values import parse_kind, parse_language


def test_every_kind_has_its_name():
    assert tuple(map(parse_kind, KINDS)) == KINDS


def test_the_docs_name_every_kind():
    page = Path(__file__).parents[2].joinpath("docs", "corpora.md").read_text(encoding="utf-8")
    named = page.partition("## Kind and language of a text\n")[2].partition("\n## ")[0]
    assert [kind for kind in KINDS if f"`{kind}`" not in named] == []


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("Verse", "did you mean verse?"),
        ("wrapped_prose", "did you mean wrapped-prose?"),
        ("poem", f"known are {', '.join(KINDS)}"),
        ("", f"known are {', '.join(KINDS)}"),
    ],
)
def test_a_name_of_no_kind_is_refused_with_the_nearest(name, remedy):
    with pytest.raises(UsageError) as caught:
        parse_kind(name)
    assert (caught.value.message, caught.value.remedy) == (f"there is no kind {name!r}", remedy)


@pytest.mark.parametrize(
    ("tag", "spelt"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("pt-br", "pt-BR"),
        ("sr-latn", "sr-Latn"),
        ("zh-HANT-tw", "zh-Hant-TW"),
        ("zh-yue", "zh-yue"),
        ("de-ch-1901", "de-CH-1901"),
        ("es-419", "es-419"),
        ("de-DE-u-co-phonebk", "de-DE-u-co-phonebk"),
        ("en-a-bbb-x-a-ccc", "en-a-bbb-x-a-ccc"),
        ("x-klingon", "x-klingon"),
        ("und", "und"),
        ("haw", "haw"),
        ("eng", "en"),
        ("fre-CA", "fr-CA"),
        ("no", "nb"),
    ],
)
def test_a_tag_is_spelt_as_the_standard_spells_it(tag, spelt):
    assert parse_language(tag) == spelt
    assert parse_language(spelt) == spelt


WRONG = (
    "pt_BR",
    "eng_Latn",
    "english",
    "a",
    "de-",
    "-de",
    "de--AT",
    "12",
    "de-x",
    "é",
    "",
    "x",
    "de-419-DE",
    "fr\n",
)


@pytest.mark.parametrize(
    "tag", [*WRONG, "de" + "-abcde" * 20, "a" * 100_000, "ab-" * 50_000], ids=lambda tag: tag[:12]
)
def test_what_is_no_tag_is_refused_in_a_short_message(tag):
    with pytest.raises(UsageError, match="is no tag of a language") as caught:
        parse_language(tag)
    assert len(str(caught.value)) < 150


def test_the_base_of_a_language_is_its_first_part():
    assert Hints(language="pt-BR").base_language == "pt"
    assert Hints().base_language is None


def test_a_nearer_hint_overrides_and_silence_does_not():
    assert Hints("verse", "fr").override(Hints()) == Hints("verse", "fr")
    assert Hints("verse", "fr").override(Hints("list")) == Hints("list", "fr")
    assert Hints().override(Hints(None, "de")) == Hints(None, "de")
