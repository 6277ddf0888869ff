"""Line ends in many languages: hyphens that words have stay, breaks that look alike are joined."""

from __future__ import annotations

import re

import pytest

from cleaner.pipeline import find_edits
from cleaner.stages.hyphenation import Hyphenation
from cleaner.stages.hyphenation.own_hyphens import forms, has_own_hyphen
from cleaner.structure import Hints, Text
from cleaner.text import Document
from tests.stages.edits_of import edits_of

KEPT = {
    "ca": "fer|ho anar|se vint|i-cinc dos|cents parlant|ne nord|est veure|la trenta|dos",
    "cs": "chcete|li není|li česko|německý hospodářsko|politická e|mail",
    "de": "deutsch|französische schwarz|rote x|beliebige "
    "sozial|ökologische Vis|à-vis wirtschaftlich|politisch",
    "en": "p|value T|shirt n|gram X|ray state|of-the-art up|to-date brother-in|law e|mail well|known bye|bye",
    "es": "teórico|práctico franco|española coche|bomba político|militares ruso|japonesa",
    "fi": "linja|auto kuorma|auton maa|ala",
    "fr": "a-t|il au|dessus peut|être vient|il est|ce vice|président "
    "donnez|moi lui|même porte|parole fois|ci C'est|à-dire "
    "quatre|vingts rendez|vous franco|allemand après|midi "
    "allons|y là|bas sud|ouest demi|siècle sous|préfet",
    "hu": "igaz|e egy|egy két|három dél|amerikai észak|koreai Nobel|díjas össze|vissza magyar|német",
    "id": "orang|orang anak|anak tolong|menolong sayur|mayur bolak|balik kemerah|merahan buku|bukunya",
    "it": "italo|turca tecnico|scientifico nord|est porta|finestra franco|tedesco costi|benefici",
    "nl": "auto|ongeluk oud|minister niet|roker "
    "tv|programma minister|president zee|egel sociaal|democratische",
    "pl": "biało|czerwony polsko|niemieckie północno|wschodni społeczno|gospodarczy dwa|trzy ONZ|etem",
    "pt": "disse|lhe sentou|se fazê|lo segunda|feira guarda|chuva "
    "primeiro|ministro trata|se ex|presidente levaram|no "
    "pós|guerra dar|lhe-ei recém|nascido lembro|me anti|inflamatório encontramo|nos",
    "ro": "într|o dintr|un s|a l|am dă|mi prim|ministrul uitându|se ne|am ce|ai",
    "ru": "какой|то кто|нибудь из|за по|русски всё|таки кое|что "
    "во|первых дай|ка тёмно|синем давным|давно пол|литра еле|еле",
    "uk": "хто|небудь будь|який з|за по|перше все|таки віце|прем'єр північно|західний казна|що",
}
JOINED = {
    "ca": "infor|me par|la escol|tar governa|dor",
    "cs": "uživate|li přáte|li severo|západní měst|ských",
    "de": "Sicher|heit Tisch|decke freund|lich eng|lische",
    "en": "secu|rity a|bout in|to anch|or light|house",
    "es": "rápida|mente case|ríos desa|rrollo teóri|camente centro|campista",
    "fi": "kaupun|gissa talou|dellinen",
    "fr": "fus|il appar|tement excel|lence sous|crivant par|lement raison|nable mer|ci",
    "hu": "közép|iskolában dél|utáni nem|zetközi keresz|tül",
    "id": "ber|jalan pemba|ngunan pa|pa menga|takan",
    "it": "parla|mento velo|cemente contra|bbando presi|denza",
    "nl": "defini|eerde essenti|eel zoge|naamde re|gering",
    "pl": "wojsko|wego biało|ruski rze|czy inżynier|skiego",
    "pt": "mo|lhe qua|se hipóte|se infor|me deta|lhe pró|ximo exa|me inter|romper no|me fra|se bra|sileiro",
    "ro": "ora|șul ro|și mun|citorii",
    "ru": "мес|то прави|тельство ру|ка пара|метр библиоте|ка по|стоянному",
    "uk": "прави|тельство тися|чі бать|ківщина",
}
LEADS = {
    "ca": "que no els han fet amb això",
    "cs": "že se to ale jsem není také",
    "de": "und sie ist nicht auch über das",
    "en": "and they have not been there with the",
    "es": "que no es los para pero muy",
    "fi": "että hän oli ja myös kun",
    "fr": "que les dans pour avec nous est",
    "hu": "hogy nem is volt ez már csak",
    "id": "yang tidak dengan untuk ini mereka",
    "it": "che non sono della più gli anche",
    "nl": "dat niet het een zijn voor ook",
    "pl": "że nie się jest jak ale przez",
    "pt": "que não uma os também são ele",
    "ro": "că nu și sunt pentru care din",
    "ru": "что не это был она как его",
    "uk": "що не це був вона як його",
}
"""Small words, by which the language of a text is known."""


def read_back(language: str, broken: str) -> str:
    """Return what becomes of a word that a line end broke, in a text of a language."""
    text = "{0} {1}, {0}.".format(LEADS[language], broken.replace("|", "-\n"))
    for _ in range(2):
        # Twice: what came together must be left alone at the next look.
        text = Document.of(text).apply("hyphenation", edits_of(Hyphenation(), text)).text
    return text.removeprefix(LEADS[language] + " ").partition(",")[0]


def cases(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, word) for language, listed in words.items() for word in listed.split()]


@pytest.mark.parametrize(("language", "word"), cases(KEPT))
def test_a_word_with_a_hyphen_of_its_own_keeps_it(language: str, word: str) -> None:
    assert read_back(language, word) == word.replace("|", "-")


@pytest.mark.parametrize(("language", "word"), cases(JOINED))
def test_a_broken_word_that_looks_like_one_is_joined(language: str, word: str) -> None:
    assert read_back(language, word) == word.replace("|", "")


def test_what_the_caller_knows_of_the_language_decides() -> None:
    text = "Ela torna-\nse rainha."
    edits = find_edits(Hyphenation(), Text(text, Hints(language="pt-BR")))
    assert Document.of(text).apply("hyphenation", edits).text == "Ela torna-se rainha."


@pytest.mark.parametrize("language", sorted(forms._load_patterns()))
def test_the_patterns_are_kept_once_and_hold_one_hyphen(language: str) -> None:
    for patterns in forms._load_patterns()[language].values():
        assert len(set(patterns)) == len(patterns)
        for pattern in patterns:
            assert re.compile(pattern).fullmatch("rity") is None
            assert "-" in re.sub(r"\[[^]]*\]", "", pattern)


def test_long_halves_are_matched_in_a_moment() -> None:
    for language in forms._load_patterns():
        assert not has_own_hyphen("o" * 48, "ae" * 24, language, is_known=True) or language in ("fi", "nl")
