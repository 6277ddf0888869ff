"""Judges of mail and news: header fields, quoted lines, signatures."""

from __future__ import annotations

import re
from typing import Final

from cleaner.structure import marks, patterns
from cleaner.structure.passage import Passage, Verdict, count_lines

_FIELDS: Final = (
    "from to cc bcc date sent subject reply-to sender message-id in-reply-to references received return-path "
    "newsgroups organization organisation xref path followup-to nntp-posting-host distribution mime-version "
    "delivered-to content-type content-transfer-encoding content-disposition content-length "
    "von an gesendet betreff datum de à objet envoyé para asunto enviado fecha assunto data da a oggetto "
    "inviato от кому тема дата отправлено kimden kime konu tarih gönderen från till ämne aan onderwerp "
    "od do temat wysłano 发件人 收件人 主题 日期 差出人 宛先 件名 日時 من إلى الموضوع التاريخ"
)
"""Names of fields, in the languages of mail programs."""
_FIELD: Final = re.compile(
    rf"(?:(?P<known>{'|'.join(_FIELDS.split())})|[\w-]+)\s?[:：](?:\s|$|(?<=：))", re.IGNORECASE
)
_SURE: Final = re.compile(
    "(?:message-id|newsgroups|in-reply-to|received|mime-version|content-type|nntp-posting-host|xref):",
    re.IGNORECASE,
)
"""Fields that nothing but a message has: one is enough."""
_BANNER: Final = re.compile(r"[-_*]{3,}.{0,60}[-_*]{3,}$")
"""What a mail program writes above the fields of a message that it passes on."""
_SIGNATURE_LINES: Final = 16


def judge_quotation(passage: Passage) -> Verdict | None:
    """Lines behind `>`."""
    if not passage.first.has(marks.QUOTED):
        return None
    return Verdict("quoted-message", f"{count_lines(passage.count(marks.QUOTED), passage.size)} behind >")


def judge_signature(passage: Passage) -> Verdict | None:
    """What follows `--` alone in a line."""
    if not passage.first.has(marks.SIGNED) or passage.size > _SIGNATURE_LINES:
        return None
    return Verdict("signature", f"-- above {passage.size - 1} lines" if passage.size > 1 else "-- alone")


def judge_header(passage: Passage) -> Verdict | None:
    """Fields at the head of a message: names that mail and news use, each with a value."""
    texts = [passage.read(line) for line in passage.lines]
    if not passage.first.has(marks.LABEL) and not (passage.size > 2 and _BANNER.match(texts[0])):
        return None
    matches = [_FIELD.match(text) for text in texts]
    fields = sum(match is not None for match in matches)
    known = sum(match is not None and match["known"] is not None for match in matches)
    continued = sum(
        match is None and line.indent > 0 for match, line in zip(matches, passage.lines, strict=True)
    )
    is_sure = patterns.MAILBOX.match(texts[0]) is not None or any(map(_SURE.match, texts))
    if known < (1 if is_sure else 2) or fields + continued < 0.7 * passage.size or 2 * known < fields:
        return None
    return Verdict("message-header", f"{known} fields of a message in {passage.size} lines")
