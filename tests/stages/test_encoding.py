"""Stray bytes, mojibake, controls: what is repaired, what is left alone, and that it comes to rest."""

from __future__ import annotations

import subprocess
import sys
import time

import ftfy
import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES
from hypothesis import given
from hypothesis import strategies as st

import cleaner.stages.encoding as stage_module
from cleaner.stages.encoding import Encoding, chains
from cleaner.stages.encoding import mojibake as module
from cleaner.stages.encoding.chains import COSTS, find_encodings, find_misread, list_characters
from cleaner.stages.encoding.compose import apply_edits, compose_edits
from cleaner.stages.encoding.likeness import likeness
from cleaner.stages.encoding.mojibake import is_suspect
from cleaner.text import Document, Edit
from tests.examples import examples
from tests.stages.edits_of import edits_of

PIECES = [
    *"abé A.,\n\r\t’“”–Ã©â€™ÂœŒ\x80\x99\x9d\x85\x00\x0b\x0c\x1b[0m\x7f\ufeff\ufffd",
    *"√∏‚ÄГ©ЂРєط§ظ„╞ôÔ¬¡ðþý\xa0\u3000語",
    *[
        "\udc80",
        "\udcc3",
        "\udca9",
        "\udce2",
        "\ud83d",
        "\ude00",
        "Ã¢â‚¬â„¢",
        "Ã©",
        "â€™",
        "â\x80\x99",
        "Ã ",
        "Â ",
    ],
    *["Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "РїСЂРёРІРµС‚", "é»", "â€", "Ã\x83Â©", "пÑ€"],
]
hostile = st.lists(st.sampled_from(PIECES) | st.characters(max_codepoint=0x2600), max_size=25).map("".join)

SENTENCES = {
    "English": "“It isn’t far,” she said – and left for the café…",
    "French": "« Où est l’été ? » Garçon, ça coûte 5 € à l’œil.",
    "German": "„Das macht Spaß“, sagte Jörg, „für Ärzte über 20 °C.“",
    "Spanish": "¿Dónde está el niño? ¡Mañana será otro día!",
    "Turkish": "Şişli’de öğle vakti ılık bir güneş vardı, İzmir’de değil.",
    "Polish": "Zażółć gęślą jaźń, powiedział „król” – i odszedł.",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Hungarian": "Árvíztűrő tükörfúrógép, mondta az őr.",
    "Vietnamese": "Người Việt ở Đà Nẵng rất thích uống cà phê sữa đá.",
    "Russian": "«Её ёлка», — сказал он, и съезд начался в 5 часов.",
    "Ukrainian": "Її їжа стоїть на ґанку, а він іде додому.",
    "Greek": "Αυτό είναι ένα «βιβλίο», είπε η Ελένη.",
    "Hebrew": "זה ספר טוב מאוד, אמר הילד.",
    "Arabic": "هذا كتاب جيد، قال الولد؛ أليس كذلك؟",
    "Persian": "این کتاب «خوب» است؟ گفت: می\u200cخواهم بخوانم.",
    "Urdu": "یہ ایک اچھی کتاب ہے، لڑکے نے کہا۔ ٹھیک ہے؟",
    "Hindi": "यह एक अच्छी किताब है, लड़के ने कहा।",
    "Chinese": "“这是一本好书，”他说。",
    "Japanese": "「これは良い本です」と彼は言った。",
    "Korean": "“이것은 좋은 책입니다.” 그가 말했다.",
}
CODECS = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1254", "cp1256", "mac_roman", "cp437")


def cleaned(text: str) -> str:
    return apply_edits(text, edits_of(Encoding(), text))


def misread(text: str, encoding: str) -> str:
    """As a browser reads it: bytes that the encoding does not have become the control of their number."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode("utf-8"))


@examples(400)
@given(hostile)
def test_cleaning_again_changes_nothing(text: str) -> None:
    assert not [edit for edit in edits_of(Encoding(), cleaned(text)) if edit.replacement is not None]


@examples(200)
@given(hostile)
def test_the_edits_keep_the_contract_and_can_be_undone(text: str) -> None:
    document = Document.of(text).apply("encoding", edits_of(Encoding(), text))
    assert document.undo() == text
    assert document.text == cleaned(text)
    known = {rule.id for rule in Encoding.rules}
    assert {edit.rule for step in document.trail for edit in step.edits} <= known


@examples(200)
@given(hostile)
def test_the_result_is_unicode_without_controls(text: str) -> None:
    """But for form feeds, which the stage of page furniture takes."""
    result = cleaned(text)
    result.encode("utf-8")
    assert not [c for c in result if (c < " " and c not in "\t\n\r\f") or "\x7f" <= c <= "\x9f"]


@examples(400)
@given(hostile)
def test_the_screen_never_hides_a_repair(text: str) -> None:
    for line in text.splitlines():
        if not is_suspect(line):
            assert ftfy.fix_encoding(line, module._ftfy_config()) == line
            assert not [span for encoding in COSTS for span in find_misread(line, encoding)]


def test_the_screen_knows_every_character_that_ftfy_looks_at() -> None:
    looked_at = set("".join(MOJIBAKE_CATEGORIES.values())) - set("-")
    assert {c for c in looked_at if c > "\x7f"} <= set(list_characters() + module._FTFY_CHARACTERS) | set(
        "\x80\x9f"
    )


@pytest.mark.parametrize("language", SENTENCES)
def test_clean_text_stays(language: str) -> None:
    assert not edits_of(Encoding(), SENTENCES[language])
    assert not edits_of(Encoding(), SENTENCES[language].upper())


@pytest.mark.parametrize("encoding", CODECS)
@pytest.mark.parametrize("language", SENTENCES)
def test_misread_text_is_repaired(language: str, encoding: str) -> None:
    assert cleaned(misread(SENTENCES[language], encoding)) == SENTENCES[language]


@pytest.mark.parametrize("language", ["English", "French", "German", "Turkish", "Russian"])
def test_text_misread_twice_is_repaired(language: str) -> None:
    twice = misread(misread(SENTENCES[language], "cp1252"), "cp1252")
    assert cleaned(twice) == SENTENCES[language]


LEGACY = {
    "Russian": "cp1251",
    "Ukrainian": "cp1251",
    "Greek": "cp1253",
    "Hebrew": "cp1255",
    "Arabic": "cp1256",
}


@pytest.mark.parametrize("language", LEGACY)
def test_an_alphabet_read_as_western_is_repaired(language: str) -> None:
    data = SENTENCES[language].encode(LEGACY[language])
    assert (
        cleaned("".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data))
        == (SENTENCES[language])
    )


def test_turkish_read_as_western_is_repaired() -> None:
    text = "Þiþli’de öðle vakti ýlýk bir güneþ vardý, Ýzmir’de deðil."
    assert cleaned(text) == SENTENCES["Turkish"]


@pytest.mark.parametrize(
    "text",
    [
        "Það er gott að vera hér í þessu húsi, sagði Þórður.",
        "Guðrún Müller and Sigurður met Erdoðan.",
        "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ",
        "à á â ã ä å æ ç è é ê ë ì í î ï",
        "ÀÁÂÃÄÅ ÈÉÊË ÌÍÎÏ ÒÓÔÕÖ ÙÚÛÜ",
        "Éé Èè Êê Ëë Àà Ââ Îî Ïï Ôô Ùù Ûû Çç",
        "Türkmençe: ýyl, günde çykýan, bäş ýaşly",
    ],
)
def test_accented_letters_that_are_meant_stay(text: str) -> None:
    assert not edits_of(Encoding(), text)


def test_a_line_of_another_encoding_in_utf8_is_read_in_it() -> None:
    stray = SENTENCES["Russian"].encode("cp1251").decode("utf-8", "surrogateescape")
    assert cleaned(f"“Curly”\n{stray}\n") == f"“Curly”\n{SENTENCES['Russian']}\n"


def test_half_a_chinese_character_is_no_western_letter() -> None:
    assert cleaned("这是一\udcb1本书") == "这是一\ufffd本书"


def test_a_damaged_line_leaves_its_neighbours_alone() -> None:
    text = f"{SENTENCES['French']}\n{misread(SENTENCES['English'], 'cp1252')}\n{SENTENCES['Urdu']}\n"
    edits = edits_of(Encoding(), text)
    start = len(SENTENCES["French"]) + 1
    assert edits
    assert all(start <= edit.start and edit.end <= start + len(text.split("\n")[1]) for edit in edits)


def test_an_edit_covers_what_changes_and_no_more() -> None:
    (edit,) = edits_of(Encoding(), "It isnâ€™t far.")
    assert edit[:4] == (6, 9, "’", "encoding.mojibake")


def test_edits_of_two_passes_are_one_where_they_meet() -> None:
    first = [Edit(0, 1, "", "a"), Edit(4, 6, "xyz", "b")]
    second = [Edit(4, 7, "Q", "c"), Edit(8, 9, "", "d")]
    final = apply_edits(apply_edits("0123456789", first), second)
    edits = compose_edits("0123456789", first, second, final)
    assert apply_edits("0123456789", edits) == final
    assert [edit.rule for edit in edits] == ["a", "b", "d"]


@given(st.text("ab", max_size=12), st.data())
def test_composing_is_applying_one_after_the_other(text: str, data: st.DataObject) -> None:
    def some_edits(of: str) -> list[Edit]:
        cuts = sorted(data.draw(st.lists(st.integers(0, len(of)), max_size=6)))
        found = []
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            new = data.draw(st.text("abc", max_size=3))
            if new != of[start:end] and start < end:
                found.append(Edit(start, end, new, "rule"))
        return found

    first = some_edits(text)
    middle = apply_edits(text, first)
    second = some_edits(middle)
    final = apply_edits(middle, second)
    document = Document.of(text).apply("encoding", compose_edits(text, first, second, final))
    assert document.text == final


def test_likeness_tells_writing_from_noise() -> None:
    for sentence in SENTENCES.values():
        for encoding in CODECS:
            assert likeness(sentence) > likeness(misread(sentence, encoding))


def test_clean_prose_imports_nothing() -> None:
    code = (
        "import sys; from cleaner.stages.encoding import Encoding; from cleaner.pipeline import find_edits;"
        "assert not find_edits(Encoding(), '“It isn’t far,” she said – “not at all…” — and left. ' * 50);"
        "assert not {'ftfy', 'numpy', 'chardet', 'bs4'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["Ã©", "â", "\x00", "\udce9", "\ud800", "\ufffd", "“", "р", "\x80", "Ã", "\x1b["]
)
def test_a_megabyte_of_one_thing_in_one_line(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    edits_of(Encoding(), text)
    assert time.process_time() - start < 30


@examples(600)
@given(hostile)
def test_the_screen_of_the_stage_hides_nothing(text: str) -> None:
    found = edits_of(Encoding(), text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage_module, "_has_signs", lambda text: True)
        assert edits_of(Encoding(), text) == found


@examples(400)
@given(hostile)
def test_what_is_remembered_of_a_line_is_what_is_found_anew(text: str) -> None:
    for line in text.splitlines():
        assert module._repair_cached(line) == module.repair(line)


@examples(400)
@given(hostile, st.sampled_from(sorted(COSTS)))
def test_misread_text_is_where_the_bytes_of_the_whole_line_decode(line: str, encoding: str) -> None:
    """Against a search that tries every place."""
    found, place = [], 0
    while place < len(line):
        end = place
        for start in range(place, len(line)):
            if start == end and (width := _decodes(line, start, encoding)):
                end = start + width
        if end > place:
            data = bytes(chains._bytes_of(encoding)[ord(c)] for c in line[place:end])
            found.append((place, end, data.decode()))
        place = max(end, place + 1)
    assert [tuple(span) for span in find_misread(line, encoding)] == found
    # Of encodings that read a line alike the cheapest is tried.
    tried = [spans for cheaper in find_encodings(line) if (spans := list(find_misread(line, cheaper)))]
    assert not found or list(find_misread(line, encoding)) in tried


def _decodes(line: str, start: int, encoding: str) -> int:
    """How many characters from `start` on are the bytes of one character outside ASCII."""
    for width in (2, 3, 4):
        codes = [chains._bytes_of(encoding).get(ord(c)) for c in line[start : start + width]]
        if len(codes) == width and None not in codes:
            try:
                if len(bytes(codes).decode()) == 1:
                    return width
            except UnicodeDecodeError:
                continue
    return 0


def test_what_two_passes_make_of_one_place_is_named_by_the_one_that_inserts() -> None:
    first, second = [Edit(1, 2, "", "encoding.control")], [Edit(0, 2, "x", "encoding.mojibake")]
    (edit,) = compose_edits("a\x00b", first, second, "x")
    assert edit[:4] == (0, 3, "x", "encoding.mojibake")
