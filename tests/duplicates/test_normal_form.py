"""Words and letters of the normal form."""

from __future__ import annotations

from cleaner.duplicates.normal_form import normalize_characters, normalize_words


def test_scripts_without_spaces_are_taken_by_the_character() -> None:
    assert normalize_words("停火协议 ok ไทย") == ["停", "火", "协", "议", "ok", "ไ", "ท", "ย"]
    assert normalize_characters("停火, 协议") == "停火 协议"


def test_marks_belong_to_their_word() -> None:
    assert normalize_words("नमस्ते cafe\u0301") == ["नमस्ते", "café"]
