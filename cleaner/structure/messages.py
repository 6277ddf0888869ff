"""Judges of mail and news: header fields, quoted lines, signatures."""

from __future__ import annotations

import re
from typing import Final

from cleaner.structure import marks, patterns
from cleaner.structure.unit import Unit, Verdict, count_lines

_FIELD: Final = re.compile(
    r"(?:(?P<known>from|to|cc|bcc|date|sent|subject|reply-to|sender|message-id|in-reply-to|references|received|return-path|"
    r"newsgroups|organi[sz]ation|xref|path|followup-to|nntp-posting-host|distribution|mime-version|content-[\w-]+|delivered-to|"
    r"von|an|gesendet|betreff|datum|de|à|objet|envoyé|para|asunto|enviado|fecha|assunto|data|da|a|oggetto|inviato|"
    r"от|кому|тема|дата|отправлено|kimden|kime|konu|tarih|gönderen|från|till|ämne|aan|onderwerp|od|do|temat|wysłano|发件人|收件人|主题|日期|差出人|宛先|件名|日時|من|إلى|الموضوع|التاريخ)"
    r"|[\w-]+)\s?[:：](?:\s|$|(?<=：))",
    re.IGNORECASE,
)
_SURE: Final = re.compile(r"(?:message-id|newsgroups|in-reply-to|received|mime-version|content-type|nntp-posting-host|xref):", re.I)


def judge_quotation(unit: Unit) -> Verdict | None:
    """Lines behind `>`."""
    if not unit.first.has(marks.QUOTED):
        return None
    return Verdict("quoted-message", f"{count_lines(unit.count(marks.QUOTED), unit.size)} behind >")


def judge_signature(unit: Unit) -> Verdict | None:
    """What follows `--` alone in a line."""
    if not unit.first.has(marks.SIGNED) or unit.size > 16:
        return None
    return Verdict("signature", f"-- above {unit.size - 1} lines" if unit.size > 1 else "-- alone")


def judge_header(unit: Unit) -> Verdict | None:
    """Fields at the head of a message: names that mail and news use, each with a value."""
    if not unit.first.has(marks.LABEL):
        return None
    fields = known = continued = 0
    for line in unit.lines:
        match = _FIELD.match(unit.read(line))
        if match:
            fields += 1
            known += match["known"] is not None
        elif fields and line.indent:
            continued += 1
    is_sure = any(_SURE.match(unit.read(line)) for line in unit.lines) or patterns.MAILBOX.match(unit.read(unit.first))
    if known >= (1 if is_sure else 2) and fields + continued >= 0.7 * unit.size and 2 * known >= fields:
        return Verdict("message-header", f"{known} fields of a message in {count_lines(unit.size, 1 if unit.size == 1 else unit.size)}")
    return None
