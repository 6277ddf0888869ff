"""The patterns that the marks of a line rest on.

Each is tried at one place of a stripped line, or passes over it once; none runs back and forth.
"""

from __future__ import annotations

import re
from typing import Final


def _join(*alternatives: str) -> str:
    """Return a pattern of any of some alternatives."""
    return f"(?:{'|'.join(alternatives)})"


DIGIT: Final = re.compile(r"\d")
SENTENCE_ENDS: Final = frozenset(".!?…。！？؟۔।॥։።፡၊။།៕")
"""Full stops, also those of Chinese, Urdu, Hindi, Armenian, Ethiopic, Burmese, Tibetan and Khmer."""
CLOSING: Final = "\"'”’»)]*_`›」』）】》〉“‘"
"""What may stand behind a full stop. Marks that open in one language close in another."""
SPEECH: Final = ("— ", "– ", "― ", "-- ", "—", "―", "“", "„", "«", '"', "「", "『", "»")
"""Dashes and quotation marks of direct speech at the start of a line."""
HYPHEN_SPEECH: Final = re.compile(
    _join(
        r"--?\s?[^\W\d_].{0,200}[,.!?…]\s+--?\s",
        r"--?\s?[А-ЯЁІЇЄҐЎЂЈЉЊЋЏΑ-Ω].{0,396}[.!?…]$",
    )
)
"""Direct speech behind a hyphen: another hyphen parts it from who speaks, or it is a Cyrillic or Greek
sentence."""
NEVER_FIRST: Final = frozenset("。、，；：！？）」』】》〉”’…ー・")
"""Chinese and Japanese marks that no sentence begins with."""
CUT: Final = re.compile(r"[^\W\d_]{2}(?:[.!?…][\"'”’)]*\s+[\"'“‘(]?[^\W\d_a-z]|[。！？؟۔।])(?=.)")
"""The end of a sentence, and the beginning of another behind it."""
INITIALS: Final = re.compile(r"[A-Za-z]{1,4}>\s?\S")
"""Who is quoted, as in `IF> it is shut`."""
BARRED_QUOTE: Final = re.compile(r"\|(?: [^|]*)?$")
"""A line behind one bar: some mail programs quote so, and no table has a single bar."""

_NUMBER_OF_ITEM: Final = _join(r"\d{1,3}", "[a-z]", "[ivx]{2,5}", r"[A-Z](?=\))")
ITEM: Final = re.compile(
    r"(?![-+](?: {4})+\S)"  # a line of a patch
    + _join(
        r"[-*+•·▪◦‣●○■□◆➢✓–]\s+",
        r"\(\s?(?:\d{1,3}|[A-Za-z]|[ivx]{2,5})\)\s+",
        rf"{_NUMBER_OF_ITEM}[.)]\s+",
        r"[•·▪●■□◆](?=\w)",
        "[一二三四五六七八九十]{1,3}[、．]",
        r"[（(][一二三四五六七八九十\d]{1,3}[）)]\s?",
        r"[١-٩۰-۹०-९]{1,3}\s?[-.)]\s",
    )
    + r"(?=\S)"
)
LABEL: Final = re.compile(r"[^\s:：|<>][^:：|<>]{0,40}?\s?[:：](?=\s|$|(?<=：))")
MAILBOX: Final = re.compile(r"From \S+(?: at \S+)?\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ")
"""The line above a message in a file of messages."""
_TIME: Final = r"\d{1,2}:\d{2}(?::\d{2})?"
_DATE: Final = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
CHAT: Final = re.compile(
    _join(
        rf"(?:[\[(]?{_TIME}[\])]?\s*(?:[-|]\s*)?)?[<(\[]?<[@+ ]?[^<>\s]{{1,30}}>\s",
        rf"[\[(]{_TIME}(?: ?[AP]M)?[\])]\s*\S",
        rf"[\[(]?{_DATE},? {_TIME}(?: ?[AP]M)?[\])]?(?: [-–])? [^:]{{1,30}}: ",
        rf"{_TIME}\s[^\s:]{{1,30}}:\s",
        r"(?:===|\*\*\*|-->|<--)\s\S+ "
        r"(?:\[|\(|has (?:joined|left|quit|changed|set)|is (?:now )?known|sets? mode)",
    )
)
NICKNAME: Final = re.compile(
    r"<(?!(?:a|b|i|p|u|br|dd|dt|hr|li|td|th|tr|div|span)>)[@+ ]?[^<>\s]{1,30}>\s+[^<]+$"
)
"""Who speaks in a chat, in brackets as a tag is."""
SPEAKER: Final = re.compile(
    r"((?:[^\W\d_]{1,3}\.? )?[^\W\d_]{3,}(?:[ '’-][^\W\d_]+){0,3})"
    + _join(
        r"\.(?: ?[—–-])?",
        r"(?: ?\([^()]{1,60}\)|,[^.:—–*_]{1,40})(?:\. ?[—–-]|:)",
        r", ?[*_][^*_]{1,40}[*_](?:\.? ?[—–-]|[:.])",
        r" ?\((?P<aside>[^()]{1,60})\)\.",
    )
    + r"\s+(?=\S)"
)
"""Who speaks, once the name is in capitals: with what the speaker does, and a full stop, a dash, a colon."""
TERM: Final = re.compile(r"(?:\*\*|__)[^*_]{1,40}(?:\*\*|__)[.:,]?\s")
"""A term in bold, and its meaning."""
BOLD: Final = re.compile(r"(?:\*\*[^*]{1,80}\*\*|__[^_]{1,80}__)[.:]?$")
EMPHASISED_NAME: Final = re.compile(
    r"(?:(?:\*\*|__)[^\W\d_a-z][\w.'’-]+(?: [\w.'’-]+){0,2}[.:]?(?:\*\*|__)[.:]?"
    r"|[_*][^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){0,2}(?:[.:][_*]|[_*][.:]))(?:\s|$)"
)
NAME: Final = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}$")
"""A name or a title of two to four words, each with a capital."""
SIDES: Final = re.compile(r"(?:[QAFRPВОسج问答][.:：]|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Lord|Lady|Madam)\s")
"""Question and answer, and forms of address before a name."""

LEADER: Final = re.compile(r"(?:\.\s?|…|·\s?|_){4,}\s*(?:\d{1,4}(?:[.,]\d\d)?(?:\s?[€$£])?|[ivxlc]{1,7})$")
_PAGES: Final = _join(
    *("page", "seite", "página", "pagina", r"pág\.", "strona", "sida", "sayfa", r"стр\.", "страница"),
    *("stran[ay]", "sivu", "side", "صفحة", "पृष्ठ"),
)
PAGE: Final = re.compile(
    _join(
        rf"{_PAGES}\s?[\d٠-٩०-९]{{1,4}}(?:\s?(?:of|/|von|de|sur|di|из|z)\s?\d{{1,4}})?",
        r"[-–—~•]\s?\d{1,4}\s?[-–—~•]",
        r"第\s?\d{1,4}\s?[页頁ページ]{1,3}",
        r"downloaded from \S+\.\w{2,}\S*(?: (?:on|by|at) .{0,40}\d{4})?",
    )
    + "$",
    re.IGNORECASE,
)
PRICE: Final = re.compile(r"(?:\d[.,]\d\d(?:\s?[€$£₺₽])?|[€$£]\s?\d{1,9}|\d\s?[€£₺₽])$")
TIME: Final = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d\s")
"""A time of the day opens the line."""
CUE: Final = " --> "
"""Between the times at which a subtitle comes and goes."""
TAGGED: Final = re.compile(r"(?:\S+[/_][A-Za-z$]{1,5}\s+){6}")
"""Words with the tags of their parts of speech."""
PAGE_FOOT: Final = re.compile(r"\s{3,}\[?page \w{1,5}\]?$", re.IGNORECASE)

_ARTICLES: Final = _join(
    *("Art", "Articles?", "Artikel", "Artículo", "Artigo", "Articolo", "Artykuł", "Section", "Sec"),
    *("Abschnitt", "Clause", "Статья", "Стаття", "Čl", "Článek", "Pasal", "Madde", "MADDE"),
    *("المادة", "अनुच्छेद"),
)
PROVISION: Final = re.compile(
    _join(
        r"§{1,2}\s?\d",
        rf"{_ARTICLES}\.?\s\(?[\dIVX١-٩०-९]",
        r"第[一二三四五六七八九十百\d]{1,5}[条條]",
        r"\(\d{1,3}[a-z]?\)\s",
        r"\d{1,3}(?:\.\d{1,3})+\.?\s+(?=[^\W\d_])(?!(?:Uhr|h|[ap]\.?m)\b)",
        r"\d{1,3}:\d{1,3}\s",
    )
)

REFERENCE: Final = re.compile(r"\[(?:\d{1,3}|[A-Z][\w+.-]{1,14})\]:?\s+\S|\[\d{1,3}\]$")
CITING: Final = re.compile(
    _join(
        r"\((?:19|20)\d\d[a-z]?\)",
        r"\b(?:19|20)\d\d[a-z]?[.;,]",
        *(r"\bpp?\.\s?\d", r"\b[SС]\.\s?\d", r"\bBd\.", r"\bт\.\s?\d", r"\bvol(?:\.|ume)", r"\bAufl\."),
        *(r"\bet al\b", r"\bdoi\b", r"\beds?\.", r"\bProc(?:\.|eedings)", r"\bJournal\b", r"\bPress\b"),
        r"\bTrans(?:\.|actions)",
        r"\b\d{1,4}\s?\(\d{1,3}\)",
        r"\d[:,]\s?\d{1,5}\s?[-–]{1,2}\s?\d",
        r"\b[A-Z]\.,? (?:and|&|und|et) [A-Z]",
    )
)
_INITIAL: Final = r"(?:[A-Z]\.[ -]?){1,3}"
_SURNAME: Final = r"[A-ZÀ-Þ][\w'’-]+"
AUTHOR: Final = re.compile(
    r"(?:\[[\w+.-]{1,15}\]:?\s*|\d{1,3}\.\s+)?"
    + _join(
        rf"{_SURNAME}, (?:{_SURNAME} )?{_INITIAL}",
        rf"{_SURNAME} {_INITIAL}(?:[,;:(]|and |& |$)",
        rf"{_INITIAL}{_SURNAME}(?:[.,]| and) [A-ZÀ-Þ]",
    )
)
"""Who wrote an entry of a bibliography: a name and initials."""
_YEAR: Final = r"(?:19|20)\d\d[a-z]?"
_PARTICLES: Final = "(?:and|und|et|y|e|i|og|och|en|de|van|von|der|den|la|le|di|del|the|of|&)"
_GIVEN: Final = rf"(?:{_SURNAME}(?:[ -]{_SURNAME})?\.|{_INITIAL})"
CAPITAL_AUTHOR: Final = re.compile(rf"[A-ZÀ-Þ][A-ZÀ-Þ'’-]{{1,30}}, {_GIVEN} ?[A-ZÀ-Þ]")
"""A surname in capitals and what stands before it, as in the French and the Brazilian way to cite."""
ENTRY: Final = re.compile(
    r"(?:\[[\w+.-]{1,15}\]:?\s+)?"
    rf"(?:(?:{_SURNAME}\.?|{_INITIAL}|{_PARTICLES}|et al\.|eds?\.)[,;.]?\s+){{1,30}}"
    rf"(?:\({_YEAR}\)[.:,]|{_YEAR}\.)\s"
)
"""Names and a year, and nothing else, up to the first full stop behind the year."""
JOINT: Final = re.compile(r"(?<=\w)-(?=\w|$)|\.{3}")
"""What joins the words of codes and zones."""

_CAPTIONS: Final = _join(
    *(r"fig(?:ure|ura|\.)", r"abb(?:ildung|\.)", r"tab(?:le|elle|leau|la|ela|\.)", "chart", "exhibit"),
    *("plate", "illustration", "box", "photo", "foto", r"рис(?:унок|\.)", r"табл(?:ица|\.)"),
    *("şekil", "tablo", "الشكل", "الجدول", "चित्र", "شکل"),
)
CAPTION: Final = re.compile(
    _join(
        rf"{_CAPTIONS}\s?[\dIVX١-٩०-९]{{1,4}}(?:[.:)\]–-]|\s|$)",
        r"[图圖図表]\s?\d",
        r"\[(?:illustration|image|photo)",
    ),
    re.IGNORECASE,
)
TITLE: Final = re.compile(r"#{1,6}\s+\S|={1,5}\s\S")
SENTENCE_COMMENT: Final = re.compile(r"# ?(?:[\w:.\[\]-]+ = |new(?:doc|par)\b)")
"""What is said of a sentence above its rows, in vertical text."""

_COMMANDS: Final = _join(
    *("apt", "apt-get", "pip", "npm", "git", "cd", "ls", "mkdir", "curl", "wget", "docker", "make", "echo"),
    *("export", "cat", "grep", "SELECT", "INSERT", "CREATE"),
)
CODE: Final = re.compile(
    _join(
        r"[$%] \S",
        r"[\w.-]+@[\w.-]+[:~ ]\S*[$#]",
        *(r"Traceback \(", r"File \"", r"at [\w.$<>]+\(", r"raise \w", r"\w*(?:Error|Exception)\b:?"),
        r"\\[A-Za-z@]+\*?[{\[\\#%=]",
        *(r"[-+]{3} [ab]/", "@@ -", "diff --git "),
        r"(?:FROM|WHERE|JOIN|(?:LEFT|INNER) JOIN|GROUP BY|ORDER BY|HAVING|VALUES) [\w.(]*[a-z_(*]",
        *("sudo ", "//", r"/\*", r"\*/", "#!", r"#\s?(?:include|define|ifdef|ifndef|endif|if|else)\b"),
        r"@\w+\b\S*$",
        r"(?:import|from) [\w.{*]+(?: import .*|;|$)",
        *(r"def \w+\(", r"class \w+\W*$", r"class \w+[({]", r"(?:if|for|while|switch) \("),
        *(r"(?:el)?if .*[:;]$", "else:?$", "fi$", "done$", r"return\b[^.]*;?$", r"[{}\])]+[;,]?$"),
        *(r"</?[A-Za-z!?][^<>]*>", "<!--", "-->", r"\"[\w -]+\"\s?:\s"),
        r"[a-z][\w.-]*(?: [\w./{}-]+){0,3} --[a-z]",
        r"[\w.\[\]\"'$-]+\s?(?::=|[-+*/|]?=)=?\s?\S",
        r"[\w.:/-]+\(\)[;:{]?",
        r"[\w.]+\(.*\)[;:,]?$",
        r"-[A-Za-z](?:[ ,=]|$)",
        r"--[a-z][\w-]+(?:[ =,\[]|$)",
        r"`[^`]+`$",
        r"\[[\w.:-]+\]$",
        rf"{_COMMANDS} \S+",
    )
)
CODE_END: Final = re.compile(r"(?:[)\]\"'>]\s?;|[{}]|\\|\)\s?\{|\w\([^()]*\):|&&|\|\|)$")
SYMBOL: Final = re.compile(r"[{}()\[\];=<>$&|\\/_#@~^*+%`\"]")
GAP: Final = re.compile(r"\S(?: {3,}|\s*\t\s*)(?=\S)")

WIDE: Final = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003fffd]"
)
"""Characters of two columns: Chinese, Japanese, Korean."""
ELEMENT: Final = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?>$")
UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u303e\u3041-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003fffd]"
)
"""Characters of scripts that part no words by blanks: Chinese and Japanese (not Korean), Thai, Lao, Burmese,
Khmer."""
SYLLABIC: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Of these, the ones that break a line between words, or at the blanks between phrases."""
COMBINING: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u200b-\u200f]"
)
"""Characters of no column of their own: accents, Hebrew and Arabic points. (Programs count Indic signs as
characters.)"""
