"""Quick tests that save patterns: most lines begin with a word that no pattern knows, and hold no sign.

Each is a necessary condition: what a pattern matches, its test lets through.
"""

from __future__ import annotations

from typing import Final

_PROVISIONS: Final = "Art Sec Abs Cla Ста Čl. Člá Pas Mad MAD الم अनु"
_PROVISION_STARTS: Final = frozenset(_PROVISIONS.split()) | {"Čl "}
_PROVISION_SIGNS: Final = frozenset("§第(")
_CAPTIONS: Final = "fig abb tab cha exh pla ill box pho fot рис таб şek الش الج चित شکل [il [im [ph"
_CAPTION_STARTS: Final = frozenset(_CAPTIONS.split())
_CAPTION_SIGNS: Final = frozenset("图圖図表")
_PAGE_STARTS: Final = frozenset(["pag", "pág", "sei", "str", "sid", "say", "стр", "siv", "صفح", "पृष", "dow"])
_PAGE_SIGNS: Final = frozenset("-–—~•第")
_COMMANDS: Final = (
    "apt apt-get pip npm git cd ls mkdir curl wget docker make echo export cat grep sudo import from if elif "
    "else else: fi done return return; raise class SELECT INSERT CREATE FROM WHERE JOIN LEFT INNER GROUP "
    "ORDER HAVING VALUES diff"
)
_CODE_STARTS: Final = frozenset(_COMMANDS.split())
"""First words of code without brackets and operators."""
_CUTS: Final = tuple(end + behind for end in ".!?" for behind in " \t\"')")
"""The end of a sentence, and a blank or what may stand before it."""
_CITES: Final = (
    *("19", "20", "(", "p.", "S.", "С.", "Bd.", "т.", "vol", "Aufl", "et al", "doi", "ed.", "eds.", "Proc"),
    *("Journal", "Press", "Trans", " and ", " & ", " und ", " et "),
)
_LEADERS: Final = ("...", ". .", "…", "·", "__", "_ _")


def may_be_provision(text: str) -> bool:
    """Whether a line may begin with the number of a provision."""
    first = text[0]
    return first.isdigit() or first in _PROVISION_SIGNS or text[:3] in _PROVISION_STARTS


def may_be_caption(text: str) -> bool:
    """Whether a line may begin as a caption."""
    return text[:3].lower() in _CAPTION_STARTS or text[0] in _CAPTION_SIGNS


def may_be_page(text: str) -> bool:
    """Whether a line may be the number of a page."""
    return text[0] in _PAGE_SIGNS or text[:3].lower() in _PAGE_STARTS


def may_be_code(text: str, symbols: int) -> bool:
    """Whether a line may have the form of code; `symbols` counts its brackets, operators and the like."""
    if symbols or text[0] == "-" or "--" in text or "Error" in text or "Exception" in text:
        return True
    return text.partition(" ")[0] in _CODE_STARTS


def may_be_author(text: str) -> bool:
    """Whether a line may begin with the author of an entry: a name with an initial."""
    first = text[0]
    return (first.isupper() or first == "[" or first.isdigit()) and "." in text


def may_cite(text: str) -> bool:
    """Whether a line may hold what entries of a bibliography hold."""
    if any(mark in text for mark in _CITES):
        return True
    return ("-" in text or "–" in text) and (":" in text or "," in text)


def may_be_cut(text: str) -> bool:
    """Whether a sentence may end inside a line."""
    return not text.isascii() or any(mark in text for mark in _CUTS)


def may_lead(text: str) -> bool:
    """Whether dots may lead to what ends a line."""
    return any(map(text.__contains__, _LEADERS))
