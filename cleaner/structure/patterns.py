"""The patterns that marks of a line rest on. Each is tried at one place of a stripped line and never runs back and forth."""

from __future__ import annotations

import re
from typing import Final

SENTENCE_ENDS: Final = frozenset(".!?…。！？؟۔।॥։።፡၊။།។៕")
"""Full stops, also those of Chinese, Urdu, Hindi, Armenian, Ethiopic, Burmese, Tibetan and Khmer."""
CLOSING: Final = "\"'”’»)]*_`›」』）】》〉“‘"
"""What may stand behind a full stop. Marks that open in one language close in another."""
OPENING: Final = "\"'“‘«([*_¿¡„‚‹「『（【《〈`"
SPEECH: Final = ("— ", "– ", "― ", "-- ", "—", "―", "“", "„", "«", '"', "「", "『", "»")
"""Dashes and quotation marks of direct speech at the start of a line."""

ITEM: Final = re.compile(
    r"(?:[-*+•·▪◦‣●○■□◆➢✓–]\s+|(?:\(\s?(?:\d{1,3}|[A-Za-z]|[ivx]{2,5})\)|(?:\d{1,3}|[a-z]|[ivx]{2,5}|[A-Z](?=\)))[.)])\s+"
    r"|[•·▪●■□◆](?=\w)|[一二三四五六七八九十]{1,3}[、．]|[（(][一二三四五六七八九十\d]{1,3}[）)]\s?|[١-٩۰-۹०-९]{1,3}\s?[-.)]\s)(?=\S)"
)
HYPHEN_SPEECH: Final = re.compile(r"--?\s?[^\W\d_].{0,200}[,.!?…]\s+--?\s|--?\s?[А-ЯЁІЇЄҐЎЂЈЉЊЋЏΑ-Ω].{0,396}[.!?…]$")
"""Direct speech behind a hyphen: another hyphen parts it from who speaks, or it is a Cyrillic or Greek sentence."""
INITIALS: Final = re.compile(r"[A-Za-z]{1,4}>\s?\S")
LABEL: Final = re.compile(r"[^\s:：|<>][^:：|<>]{0,40}?\s?[:：](?=\s|$|(?<=：))")
MAILBOX: Final = re.compile(r"From \S+(?: at \S+)?\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ")
"""The line above a message in a file of messages."""
CHAT: Final = re.compile(
    r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*(?:[-|]\s*)?)?[<(\[]?<[@+ ]?[^<>\s]{1,30}>\s"
    r"|[\[(]\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?[\])]\s*\S|\d{1,2}:\d{2}(?::\d{2})?\s[^\s:]{1,30}:\s"
    r"|(?:===|\*\*\*|-->|<--)\s\S+ (?:\[|\(|has |is |\S+ now)"
)
EMPHASISED_NAME: Final = re.compile(r"(?:\*\*|__|[_*])[^\W\d_][^_*:]{1,30}?[.:]?(?:\*\*|__|[_*])[.:]?(?:\s|$)")
NAME: Final = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}$")
"""A name or a title of two to four words, each with a capital."""
SIDES: Final = re.compile(r"(?:[QAFRPВО][.:]|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Lord|Lady|Madam)\s")
LEADER: Final = re.compile(r"(?:\.\s?|…|·\s?|_){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})$")
PAGE: Final = re.compile(
    r"(?:(?:page|seite|página|pagina|pág\.|strona|sida|sayfa|стр\.|страница|stran[ay]|sivu|side|صفحة|पृष्ठ)\s?[\d٠-٩०-९]{1,4}"
    r"(?:\s?(?:of|/|von|de|sur|di|из|z)\s?\d{1,4})?|[-–—~•]\s?\d{1,4}\s?[-–—~•]|第\s?\d{1,4}\s?[页頁ページ]{1,3}"
    r"|downloaded from \S+.{0,80})$",
    re.IGNORECASE,
)
PAGE_FOOT: Final = re.compile(r"\s{3,}\[?page \w{1,5}\]?$", re.IGNORECASE)
PROVISION: Final = re.compile(
    r"(?:§{1,2}\s?\d|(?:Art|Articles?|Artikel|Artículo|Artigo|Articolo|Artykuł|Section|Sec|Abschnitt|Clause|Статья|"
    r"Стаття|Čl|Článek|Pasal|Madde|MADDE|المادة|अनुच्छेद)\.?\s\(?[\dIVX١-٩०-९]|第[一二三四五六七八九十百\d]{1,5}[条條]|\(\d{1,3}[a-z]?\)\s"
    r"|\d{1,3}(?:\.\d{1,3})+\.?\s+(?=[^\W\d_])|\d{1,3}:\d{1,3}\s)"
)
REFERENCE: Final = re.compile(r"\[(?:\d{1,3}|[A-Z][\w+.-]{1,14})\]:?\s+\S")
JOINT: Final = re.compile(r"(?<=\w)-(?=\w|$)|\.{3}")
"""What joins the words of codes and zones."""
CUT: Final = re.compile(r"[^\W\d_]{2}(?:[.!?…][\"'”’)]*\s+[\"'“‘(]?[^\W\d_a-z]|[。！？؟۔।])(?=.)")
CITING: Final = re.compile(
    r"\((?:19|20)\d\d[a-z]?\)|\b(?:19|20)\d\d[a-z]?[.;,]|\bpp?\.\s?\d|\bvol(?:\.|ume)|\bet al\b|\bdoi\b|\beds?\.|\b[SС]\.\s?\d|\bBd\.|\bAufl\.|\bт\.\s?\d|\bProc(?:\.|eedings)|\bJournal\b"
    r"|\bTrans(?:\.|actions)|\bPress\b|\b\d{1,4}\s?\(\d{1,3}\)|\d[:,]\s?\d{1,5}\s?[-–]{1,2}\s?\d|\b[A-Z]\.,? (?:and|&|und|et) [A-Z]"
)
AUTHOR: Final = re.compile(
    r"(?:\[[\w+.-]{1,15}\]:?\s*|\d{1,3}\.\s+)?(?:[A-ZÀ-Þ][\w'’-]+, (?:[A-Z]\.[ -]?){1,3}"
    r"|[A-ZÀ-Þ][\w'’-]+ (?:[A-Z]\.[ -]?){1,3}(?:[,;:(]|and |& |$)|(?:[A-Z]\.[ -]?){1,3}[A-ZÀ-Þ][\w'’-]+(?:[.,]| and) [A-ZÀ-Þ])"
)
"""Who wrote an entry of a bibliography: a name and initials."""
CAPTION: Final = re.compile(
    r"(?:fig(?:ure|ura|\.)|abb(?:ildung|\.)|tab(?:le|elle|leau|la|ela|\.)|chart|exhibit|plate|illustration|box|photo|foto|рис(?:унок|\.)|"
    r"табл(?:ица|\.)|şekil|tablo|الشكل|الجدول|चित्र|شکل)\s?[\dIVX١-٩०-९]{1,4}(?:[.:)\]–-]|\s|$)|[图圖図表]\s?\d|\[(?:illustration|image|photo)",
    re.IGNORECASE,
)
TITLE: Final = re.compile(r"#{1,6}\s+\S|={1,5}\s\S")
CODE: Final = re.compile(
    r"(?:[$%] \S|[\w.-]+@[\w.-]+[:~ ]\S*[$#]|sudo |//|/\*|\*/|#!|#\s?(?:include|define|ifdef|ifndef|endif|if|else)\b|@\w+\b\S*$"
    r"|(?:import|from) [\w.{*]+(?: import .*|;|$)|def \w+\(|class \w+\W*$|class \w+[({]|(?:if|for|while|switch) \(|(?:el)?if .*[:;]$|else:?$|fi$|done$|return\b[^.]*;?$"
    r"|[{}\])]+[;,]?$|</?[A-Za-z!?][^<>]*>|[\w.\[\]\"'$-]+\s?(?::=|[-+*/|]?=)=?\s?\S|[\w.:/-]+\(\)[;:{]?|-[A-Za-z](?:[ ,=]|$)|--[a-z][\w-]+(?:[ =,\[]|$)|`[^`]+`$|\[[\w.:-]+\]$"
    r"|(?:apt|apt-get|pip|npm|git|cd|ls|mkdir|curl|wget|docker|make|echo|export|cat|grep|SELECT|INSERT|CREATE) \S+)"
)
CODE_END: Final = re.compile(r"(?:[)\]\"']\s?;|[{}]|\\|\)\s?\{|\w\([^()]*\):|&&|\|\|)$")
SYMBOL: Final = re.compile(r"[{}()\[\];=<>$&|\\/_#@~^*+%`\"]")
GAP: Final = re.compile(r"\S(?: {3,}|\s*\t\s*)(?=\S)")
WIDE: Final = re.compile("[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]")
"""Characters of two columns: Chinese, Japanese, Korean."""
UNSPACED: Final = re.compile("[\u2e80-\u303e\u3041-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003fffd]")
"""Characters of scripts that break a line between any two of them: Chinese and Japanese, not Korean."""
COMBINING: Final = re.compile("[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u200b-\u200f]")
"""Characters of no column of their own: accents, Hebrew and Arabic points. (Programs count Indic signs as characters.)"""
