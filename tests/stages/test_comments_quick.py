"""What spares the stage of comments work never changes what it finds."""

import re
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.comments import prefilter, signs
from cleaner.stages.comments.grams import LETTERS, LetterSums, hash_letter_grams
from cleaner.stages.comments.model import load_model
from cleaner.stages.comments.model_input import LIMIT, ModelInput, zero_digits
from cleaner.stages.comments.phrases import count_persons, find_families, read_phrases, split_words
from cleaner.stages.comments.tail import describe_units, suspected, units
from tests.examples import examples

PIECES = (
    *"ab .!?\n\r\t\x00’“<>/@é\ud800ж中İKſ0٣$€%…-'_()[",
    *("  ", " ,", "hh", "aB1", "www.", ".com", "x.co ", "(at)", "\x1c", "\u2028", "\x85", "\xa0", "Ã\xa0"),
    *("i̇", "ssa", "Bb", "ΣΑΣ", "[url", "<a ", "://", "http:", "£25", "5 usd", "JohnDoe", "+49 30 1234567"),
    *(
        "youtube.com/x ",
        "the ",
        "council ",
        "said ",
        "I ",
        "my ",
        "great ",
        "post ",
        "thanks ",
        "for sharing ",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=50).map("".join)


@examples(400)
@given(TEXTS)
def test_what_is_read_has_the_words_of_its_text(text):
    read = ModelInput.of(text)
    assert read.words == split_words(read.text)
    assert read.words == split_words(text) or not read.whole
    assert [token for token in read.tokens if token.strip() != token] == []


NEEDED = re.compile(r"://|www|<a|\[", re.IGNORECASE)


@examples(600)
@given(TEXTS)
def test_no_sign_is_hidden_by_what_it_is_said_to_need(text):
    read = ModelInput.of(text)
    characters = signs.Characters.of(read.text)
    odd = shipped_odd(read)
    found = dict(signs.count_addresses(read, characters) + signs.count_signs(read, characters, odd))
    counted = {name: len(pattern.findall(read.text)) for name, pattern in (*signs._ADDRESSES, *signs._SIGNS)}
    if not NEEDED.search(read.text):
        counted["link"] = 0  # "http:" alone is no link
    if not read.dotted:
        assert not counted["domain"] or not re.search(r"\w\.[a-z]{2}", read.text, re.IGNORECASE)
        counted["domain"] = 0
    assert found == {name: count for name, count in counted.items() if count}


def shipped_odd(read):
    from cleaner.stages.comments.phrases import find_phrases

    return find_phrases(read.words).odd or "i̇" in read.lowered


@examples(300)
@given(TEXTS)
def test_characters_are_counted_one_by_one(text):
    found = signs.Characters.of(text)
    assert found.capitals == sum(map(str.isupper, text))
    assert found.digits == len(re.findall(r"\d", text))
    assert found.code == len(re.findall(r"[{}\\_;=<>|/]|\(\)|::|->", text))
    assert found.foreign == "".join(character for character in text if not character.isascii())
    if found.foreign:
        assert found.letters == sum(map(str.isalpha, text))


VOCABULARY = sorted({word.removesuffix("*") for phrase in read_phrases() for word in phrase.words})
WHOLE = [
    [word.removesuffix("*") for word in phrase.words] for phrase in read_phrases() if len(phrase.words) > 1
]
SPOKEN = st.lists(
    st.sampled_from(WHOLE) | st.sampled_from([*VOCABULARY, "the", "of", "bridge"]).map(lambda word: [word]),
    max_size=8,
).map(lambda parts: [word for part in parts for word in part])


def looked_for_everywhere(tokens):
    found = {}
    for family, _, pattern in read_phrases():
        for place in range(len(tokens) - len(pattern) + 1):
            stands = zip(pattern, tokens[place:], strict=False)
            if all(t.startswith(p[:-1]) if p.endswith("*") else t == p for p, t in stands):
                found.setdefault(family, set()).add(place)
    return {family: sorted(places) for family, places in found.items()}


@examples(60)
@given(SPOKEN)
def test_phrases_are_found_as_if_each_were_looked_for_at_each_place(tokens):
    found = find_families(tokens)
    assert found == looked_for_everywhere(tokens)
    assert count_persons(tokens) == len(found.get("person", ()))


TOKENS = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "Cc")), min_size=1, max_size=60)


@examples(50)
@given(st.sets(TOKENS | st.text("abcXYZ09.'", min_size=1, max_size=50), min_size=40, max_size=80))
def test_letters_of_many_tokens_at_once_add_up_as_one_by_one(tokens):
    weights = array("b", [(bucket * 7919) % 255 - 127 for bucket in range(LETTERS)])
    at_once = LetterSums(weights)
    at_once.learn(tokens)
    for token in tokens:
        buckets = hash_letter_grams(token)
        assert at_once.of({token}) == (sum(weights[bucket] for bucket in buckets), len(buckets))


@given(TEXTS)
def test_digits_are_zeroed_in_any_script(text):
    assert zero_digits(text) == re.sub(r"\d", "0", text)


TABLE = prefilter.load_prefilter()
LEARNED = sorted(TABLE.weights)
SAID = st.lists(
    st.sampled_from(LEARNED)
    | st.sampled_from([*sorted(prefilter.HINTS), *prefilter.MARKS, "Weir", "é", "ж", "“x”"]),
    max_size=40,
)


@examples(600)
@given(SAID, st.sampled_from([1, 1, 2, 20]))
def test_the_quick_look_of_the_screen_hides_nothing(said, times):
    text = " ".join(said * times)
    assert TABLE.passes(text) == TABLE._passes_in_full(text, set(text.lower().split()))


WEIGHTS = st.fixed_dictionaries(
    {word: st.sampled_from([-300, -100, -40, 60]) for word in "abcdefgh"}
    | {"<bias>": st.sampled_from([-90, 90, 150, 250]), "<!>": st.integers(-50, 50), "<long>": st.just(1)}
)
SOME = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=9)
OTHERS = st.lists(st.sampled_from([*"qrstuvwxyz!", "read,"]), max_size=9)


@examples(600)
@given(WEIGHTS, SOME, OTHERS)
def test_the_quick_look_of_no_screen_hides_anything(weights, some, others):
    text = " ".join(some + others)
    own = prefilter.CommentPrefilter.of(weights)
    assert own.passes(text) == own._passes_in_full(text, {*some, *others})


@examples(200)
@given(st.lists(st.integers(-6, 3), min_size=3, max_size=8))
def test_a_look_that_is_enough_decides_as_a_full_one(scores):
    parts = [f"Unit {place} has a line\nand another line of {score}." for place, score in enumerate(scores)]
    text = "A heading of its own.\n\n" + "\n\n".join(parts)

    def judge(unit):
        said = float(unit.rpartition(" ")[2][:-1])
        return said if "\n" in unit else said - 1.5

    full = [unit.score for unit in describe_units(text, units(text), judge)][-5:]
    assert suspected(text, units(text), judge, lambda _: True) == any(score > -1.5 for score in full)


@pytest.mark.parametrize("text", ["a " * LIMIT + "http://", "see bbc.co.uk/news for more", " kept apart "])
def test_a_text_that_was_cut_is_not_whole(text):
    assert not ModelInput.of(text).whole


def test_what_is_learned_ahead_changes_no_score():
    text = "The mill at the weir will grind flour again. Cheap bags, 70% off! “Größe” 25"
    load_model.cache_clear()
    before = load_model().score(text)
    load_model.cache_clear()
    load_model().learn(text * 9)
    assert load_model().score(text) == before
