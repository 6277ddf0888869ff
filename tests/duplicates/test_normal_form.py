"""Words and letters of the normal form."""

from __future__ import annotations

from cleaner.duplicates.normal_form import letters, words


def test_scripts_without_spaces_are_taken_by_the_character() -> None:
    assert words("停火协议 ok ไทย") == ["停", "火", "协", "议", "ok", "ไ", "ท", "ย"]
    assert letters("停火, 协议") == "停火 协议"


def test_marks_belong_to_their_word() -> None:
    assert words("नमस्ते cafe\u0301") == ["नमस्ते", "café"]
