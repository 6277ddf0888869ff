"""Decoding, mojibake, invisible characters: exact texts, and clean texts that changed."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator

from measures.measure import Measure, Outcome

from cleaner import clean
from cleaner.formats.encoding_detection import decode
from cleaner.pipeline import Pipeline, Policy
from cleaner.stages.encoding import Encoding
from cleaner.stages.invisible import Invisible

STAGES = (Encoding(), Invisible())
PIPELINE = Pipeline(STAGES, Policy.of(rule for stage in STAGES for rule in stage.rules if rule.default))
STRAY = b"\x92\xe9\xa0\x85\xf1\x93\xfc\xdf"
"""Bytes of cp1252 that strayed into UTF-8, taken in turns: ’ é no-break space … ñ “ ü ß."""
UNFINISHED = "".join(map(chr, range(0xDC80, 0xDD00))) + "\ufffd"
SLOW = 1.0


MOJIBAKE = Pipeline(STAGES[:1], Policy.of(rule for rule in STAGES[0].rules if rule.id == "encoding.mojibake"))


def repair(text: str) -> str:
    """What the two stages make of a text."""
    return PIPELINE.run(text).text


def exact(repairs: Callable[[dict], str]) -> Callable[[list[dict]], Outcome]:
    """Share of the rows whose text is the gold text."""

    def run(rows: list[dict]) -> Outcome:
        failures = []
        for row in rows:
            output = repairs(row)
            if output != row["gold"]:
                failures.append({"id": row["id"], "label": row.get("label", ""), **_texts(row, output)})
        return Outcome(1 - len(failures) / len(rows), len(rows), failures)

    return run


def changed(repairs: Callable[[dict], str]) -> Callable[[list[dict]], Outcome]:
    """How many rows that need nothing are changed."""

    def run(rows: list[dict]) -> Outcome:
        clean_rows = [row for row in rows if row.get("gold", _input(row)) == _input(row)]
        failures = []
        for row in clean_rows:
            output = repairs(row)
            if output != _input(row):
                failures.append({"id": row["id"], **_texts(row, output)})
        return Outcome(len(failures), len(clean_rows), failures)

    return run


def _input(row: dict) -> str:
    return row["input"] if "input" in row else row.get("text", "")


def _texts(row: dict, output: str) -> dict:
    return {"input": _input(row), "output": output, "gold": row.get("gold", _input(row))}


def ours(row: dict) -> str:
    """The text of a row, repaired."""
    return repair(_input(row))


def ours_of_mojibake(row: dict) -> str:
    """The text of a row with mojibake repaired; controls and spaces, which the gold keeps, stay."""
    return MOJIBAKE.run(_input(row)).text


def ftfy_fix_encoding(row: dict) -> str:
    """ftfy with care: the encoding alone, line by line."""
    import ftfy

    return "\n".join(map(ftfy.fix_encoding, _input(row).split("\n")))


def ftfy_fix_text(row: dict) -> str:
    """ftfy as it comes."""
    import ftfy

    return ftfy.fix_text(_input(row))


def decoded(row: dict) -> str:
    """The bytes of a row as text; files are cut to some kilobytes, so a last unfinished character is none."""
    return decode(base64.b64decode(row["input_b64"])).text.removeprefix("\ufeff").rstrip(UNFINISHED)


def by_chardet(row: dict) -> str:
    """What chardet says, and bytes that do not fit left out."""
    import chardet

    data = base64.b64decode(row["input_b64"])
    return data.decode(chardet.detect(data)["encoding"] or "cp1252", "ignore").removeprefix("\ufeff")


def by_charset_normalizer(row: dict) -> str:
    """What charset-normalizer says."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(base64.b64decode(row["input_b64"])).best()
    return str(best).removeprefix("\ufeff") if best else ""


def one_stray_byte(decoder: Callable[[bytes], str]) -> Callable[[list[dict]], Outcome]:
    """Share of texts, each with one byte of cp1252 in its UTF-8, that are right but for that byte."""

    def run(rows: list[dict]) -> Outcome:
        failures, count = [], 0
        for head, stray, tail in _strayed(rows):
            count += 1
            text = decoder(head.encode() + stray + tail.encode())
            if not (text.startswith(head) and text.endswith(tail)):
                failures.append({"input": f"{head}[{stray.hex()}]{tail}", "output": text})
        return Outcome(1 - len(failures) / count, count, failures)

    return run


def _strayed(rows: list[dict]) -> Iterator[tuple[str, bytes, str]]:
    for number, row in enumerate(rows):
        text = row["gold"]
        if text.isascii():
            text = f"{text} “{text[:20]}”"
        places = [place for place in range(len(text)) if text[place] == " "]
        place = places[number % len(places)] if places else len(text) // 2
        yield text[:place], STRAY[number % len(STRAY) :][:1], text[place:]


def chardet_text(data: bytes) -> str:
    """All of a file as chardet would have it."""
    import chardet

    return data.decode(chardet.detect(data)["encoding"] or "cp1252", "replace")


def charset_normalizer_text(data: bytes) -> str:
    """All of a file as charset-normalizer would have it."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    return str(best) if best else ""


def robust(cleans: Callable[[str], str]) -> Callable[[list[dict]], Outcome]:
    """How many hostile inputs take over a second, do not come to rest, or leave what is not Unicode."""

    def run(rows: list[dict]) -> Outcome:
        failures = []
        for row in rows:
            text = decode(base64.b64decode(row["input_b64"])).text if "input_b64" in row else row["input"]
            start = time.perf_counter()
            output = cleans(text)
            seconds = time.perf_counter() - start
            again = cleans(output)
            reasons = []
            if seconds > SLOW:
                reasons.append(f"{seconds:.1f} s")
            if again != output:
                reasons.append("not idempotent")
            if any("\ud800" <= character <= "\udfff" for character in output):
                reasons.append("surrogates")
            if reasons:
                failures.append(
                    {"id": row["id"], "why": ", ".join(reasons), **_texts({"input": text}, output)}
                )
        return Outcome(len(failures), len(rows), failures)

    return run


MEASURES = (
    Measure(
        "bytes_by_encoding",
        "decoded: exact",
        exact(decoded),
        {"chardet": exact(by_chardet), "charset-normalizer": exact(by_charset_normalizer)},
    ),
    Measure(
        "multilingual_udhr",
        "one stray byte in UTF-8: right",
        one_stray_byte(lambda data: decode(data).text),
        {
            "chardet": one_stray_byte(chardet_text),
            "charset-normalizer": one_stray_byte(charset_normalizer_text),
        },
    ),
    Measure(
        "mojibake_built",
        "mojibake: exact",
        exact(ours_of_mojibake),
        {"ftfy.fix_encoding": exact(ftfy_fix_encoding), "ftfy.fix_text": exact(ftfy_fix_text)},
    ),
    Measure(
        "mojibake_ftfy",
        "mojibake: exact",
        exact(ours_of_mojibake),
        {"ftfy.fix_encoding": exact(ftfy_fix_encoding), "ftfy.fix_text": exact(ftfy_fix_text)},
    ),
    *(
        Measure(
            dataset,
            "encoding: changed though clean",
            changed(ours),
            {"ftfy.fix_encoding": changed(ftfy_fix_encoding), "ftfy.fix_text": changed(ftfy_fix_text)},
        )
        for dataset in ("multilingual_udhr", "fp_names", "ham_news_paragraphs", "dehyph_built")
    ),
    Measure(
        "mojibake_ftfy",
        "mojibake: changed though clean",
        changed(ours_of_mojibake),
        {"ftfy.fix_encoding": changed(ftfy_fix_encoding), "ftfy.fix_text": changed(ftfy_fix_text)},
    ),
    Measure("dirty_robustness", "encoding: crash, hang, unrest", robust(repair)),
    Measure("dirty_robustness", "all stages: crash, hang, unrest", robust(lambda text: clean(text).text)),
)
