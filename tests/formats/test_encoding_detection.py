"""Bytes become text once, and every byte can be had back."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.formats.encoding_detection import FORM_RULES, decode, encode, report_encoding

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "utf-7",
    "ascii",
    "latin-1",
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1254",
    "cp1256",
    "cp437",
    "mac_roman",
    "koi8-r",
    "shift_jis",
    "cp932",
    "euc_jp",
    "iso2022_jp",
    "iso2022_kr",
    "hz",
    "gb18030",
    "gbk",
    "big5",
    "big5hkscs",
    "euc_kr",
    "johab",
    "tis_620",
)
PROSE = (
    "The harbour was closed on Monday, and the boats that had come in for the night stayed where they were."
)

wide = st.binary(max_size=60) | st.lists(
    st.sampled_from(
        [
            b"\0",
            b"\n",
            b"\r",
            b"a",
            b"\x1b$B",
            b"\x1b(J",
            b"~{",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"\xc3\xa9",
            b"\xe9",
        ]
    )
    | st.binary(min_size=1, max_size=3),
    max_size=20,
).map(b"".join)


@given(wide)
def test_every_byte_can_be_had_back(data: bytes) -> None:
    assert encode(decode(data)) == data


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=wide)
def test_every_byte_can_be_had_back_from_an_encoding_that_was_told(encoding: str, data: bytes) -> None:
    assert encode(decode(data, encoding)) == data


def test_all_byte_values() -> None:
    data = bytes(range(256))
    assert encode(decode(data)) == data
    assert encode(decode(data * 3000)) == data * 3000


@given(st.text(max_size=50))
def test_utf8_is_read_as_it_stands(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    decoded = decode(data, "utf-8")
    assert (decoded.text, decoded.patches) == (data.decode("utf-8"), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_decides_and_stays(encoding: str) -> None:
    decoded = decode("\ufeffÇay\r\n".encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.reason) == ("\ufeffÇay\r\n", encoding, "byte order mark")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_nuls_give_wide_encodings_away(encoding: str) -> None:
    decoded = decode((PROSE + " – Łódź").encode(encoding))
    assert (decoded.text, decoded.encoding) == (PROSE + " – Łódź", encoding)
    assert decoded.reason == "the places of its NULs"


def test_a_nul_in_ascii_is_a_character() -> None:
    assert decode(b"one\0two three").text == "one\0two three"
    assert decode(b"one\0two three").encoding == "utf-8"


def test_nuls_that_are_not_of_a_wide_encoding() -> None:
    assert decode(b"a\0" * 20 + b"\0\0").encoding == "utf-8"
    assert decode(b"a\0" * 20 + b"\x00\xd8").encoding != "utf-16-le"


def test_an_odd_number_of_bytes_after_a_mark() -> None:
    data = b"\xff\xfea\0b"
    decoded = decode(data)
    assert decoded.encoding == "utf-16-le"
    assert encode(decoded) == data


def test_utf16_that_begins_with_a_nul_is_not_utf32() -> None:
    assert decode(b"\xff\xfe\0\0a\0").encoding == "utf-16-le"


@pytest.mark.parametrize(
    "text",
    [
        "It isn’t far.",
        "Ünlü şair İzmir’de doğdu.",
        "Книга",
        "日本語の文章です。",
        "é",
        PROSE + " “Yes,” he said.",
        "naïve café",
    ],
)
@pytest.mark.parametrize("stray", [b"\x92", b"\xe9", b"\xa0", b"\x85", b"\xff"])
def test_one_stray_byte_stays_one_stray_byte(text: str, stray: bytes) -> None:
    raw = text.encode()
    for place in range(len(text) + 1):
        head = text[:place].encode()
        data = head + stray + b" " + raw[len(head) :]
        decoded = decode(data)
        assert decoded.text == text[:place] + chr(0xDC00 + stray[0]) + " " + text[place:]
        assert decoded.reason == "UTF-8 with 1 stray byte"


def test_english_needs_no_detector() -> None:
    for text in (
        "It isn’t " + PROSE,
        PROSE + " The café was open.",
        PROSE + " “Yes” – he said – it cost £5…",
    ):
        decoded = decode(text.encode("cp1252"))
        assert (decoded.text, decoded.encoding, decoded.confident) == (text, "cp1252", True)


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        ("The mayor said that the road isn’t open. “It will be closed,” he said.", "cp1252 mac_roman"),
        ("The mayor of Beşiktaş met Mr Erdoğan in İstanbul, it was said on the road.", "cp1254 iso8859-9"),
        ("The poet was born in Šeteniai and lived in Kraków, in the house of Mr Dvořák.", "cp1250 iso8859-2"),
        ("The café owner said it was the naïve idea of the council.", "cp1252 mac_roman cp437 cp850 latin-1"),
        (
            "The price of it is £5 in the shop, and it is £7 in the town.",
            "cp1252 mac_roman cp437 cp850 latin-1",
        ),
        ("The house of Guðrún in Þórshöfn is the oldest in the village.", "cp1252 latin-1"),
    ],
)
def test_english_with_names_of_other_languages(text: str, encodings: str) -> None:
    for encoding in encodings.split():
        decoded = decode(text.encode(encoding))
        assert (decoded.text, decoded.reason.startswith("English")) == (text, True)


def test_english_that_could_be_of_two_encodings_is_uncertain() -> None:
    assert not decode(b"The man of the house is the X\xf0X of it.").confident


def test_english_markup_around_other_writing_is_not_western() -> None:
    markup = "the title of the page is in the head and the text of it is in the body " * 8
    data = f"{markup}日本語の文章です。{markup}".encode("euc_jp")
    assert decode(data).reason.startswith("chardet")


def test_few_english_words_are_not_english() -> None:
    assert (
        "English" not in decode("Zwölf Boxkämpfer jagen Viktor quer über den Deich".encode("latin-1")).reason
    )


def test_chardet_decides_the_rest() -> None:
    text = "Привет, как дела? Сегодня хорошая погода, и мы идём гулять в парк возле реки. " * 3
    decoded = decode(text.encode("koi8-r"))
    assert (decoded.text, decoded.encoding) == (text, "koi8-r")
    assert decoded.reason.startswith("chardet")


def test_what_fits_nothing_is_uncertain() -> None:
    decoded = decode(bytes(range(256)))
    assert not decoded.confident
    assert [edit.rule for edit in report_encoding(decoded)] == ["encoding.not-utf8", "encoding.uncertain"]


def test_seven_bit_encodings_are_not_ascii() -> None:
    data = "日本語の文章です。".encode("iso2022_jp")
    assert decode(data).text == "日本語の文章です。"
    assert decode(b"\x1b[1mbold\x1b[0m").encoding == "utf-8"


@pytest.mark.parametrize("name", ["no-such-thing", "rot13", "base64", "idna", "undefined", "a\0b", ""])
def test_no_such_encoding(name: str) -> None:
    with pytest.raises(UsageError):
        decode(b"x", name)


def test_an_encoding_that_was_told_keeps_the_mark_in_the_text() -> None:
    assert decode(b"\xef\xbb\xbfa", "utf-8-sig").text == "\ufeffa"
    assert decode(b"\xfe\xff\0a", "utf-16").text == "\ufeffa"
    assert decode(b"a\0", "utf-16").encoding == "utf-16-le"


def test_patches_are_json_and_small() -> None:
    data = b"\x1b(B" + "日本語\nの文章\n".encode("iso2022_jp") + b"\x1b(Bend\n"
    decoded = decode(data, "iso2022_jp")
    assert decoded.patches
    assert json.loads(json.dumps(decoded.patches)) == [list(patch) for patch in decoded.patches]
    assert sum(len(patch.original) for patch in decoded.patches) < len(data)


def test_findings_are_notes_about_the_whole_file() -> None:
    found = report_encoding(decode("naïve".encode("latin-1"), "latin-1"))
    assert [(edit.start, edit.end, edit.replacement) for edit in found] == [(0, 0, None)]
    assert found[0].evidence == {"encoding": "iso8859-1", "reason": "as told"}
    assert {edit.rule for edit in found} <= {rule.id for rule in FORM_RULES}


def test_utf8_and_ascii_import_no_detector() -> None:
    code = (
        "import sys; from cleaner.formats.encoding_detection import decode;"
        "decode(b'plain'); decode('curly ’'.encode()); decode(b'it isn\\x92t in the town');"
        "assert 'chardet' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_home_folder_in_braces_is_not_chinese() -> None:
    assert decode(b"cp ~{a,b}/x .").encoding == "utf-8"
