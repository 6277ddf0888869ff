"""Targets that read texts: decoding, each stage by itself, and a whole document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

import tests.laws as laws
from cleaner import clean
from cleaner.config import Configuration
from cleaner.corpus.documents import prepare
from cleaner.corpus.memory import decide
from cleaner.formats.encoding_detection import decode, encode
from cleaner.outcome import Outcome
from cleaner.pipeline import UNSTABLE, Pipeline, Policy
from cleaner.rule import Stage
from cleaner.stages import STAGES
from cleaner.text import Document
from fuzzing.seeds import TEXT_TOKENS, list_documents, list_rows
from fuzzing.target import Target

_ENCODINGS = (
    *("utf-8", "ascii", "cp1252", "utf-16", "utf-16-be", "utf-32", "utf-7", "shift_jis", "gb18030", "big5"),
    *(
        "iso2022_jp",
        "hz",
        "euc_kr",
        "johab",
        "cp037",
        "cp1006",
        "koi8-u",
        "mac-roman",
        "utf-8-sig",
        "tis-620",
    ),
)
_WITHOUT_DUPLICATES = Configuration(duplicates="off")
HONEST = b"The ferry leaves at seven, at nine and at noon; after that the tide decides, as it always has.\n"
SEPARATOR = b"\x1e"


def check_decoding(data: bytes) -> None:
    """Bytes become a text, and come back: as they are detected, and in an encoding that is named."""
    decoded = decode(data)
    assert encode(decoded) == data, f"law 2: {decoded.encoding} does not give the bytes back"
    if data:
        name = _ENCODINGS[data[0] % len(_ENCODINGS)]
        assert encode(decode(data, name)) == data, f"law 2: {name} does not give the bytes back"


def check_stage(stage: str, data: bytes) -> None:
    """A stage with all its rules keeps the laws on a text, and finds nothing in what it made."""
    pipeline = _make_pipeline(stage)
    document = pipeline.run(data.decode("utf-8", "surrogateescape"))
    laws.check_document(document)
    if not _is_unstable(document):
        laws.check_unchanged(pipeline.run(document.text))


@cache
def _make_pipeline(name: str) -> Pipeline:
    [stage] = [stage for stage in STAGES if stage.name == name]
    return Pipeline((stage,), Policy.of(stage.rules))


def _is_unstable(document: Document) -> bool:
    """Whether it stays as it came, and is reported."""
    return any(edit.rule == UNSTABLE.id for step in document.trail for edit in step.edits)


def check_document(data: bytes) -> None:
    """Bytes become a clean document under all default rules, and what is written is clean."""
    outcome = prepare("a.txt", data, _WITHOUT_DUPLICATES, _WITHOUT_DUPLICATES.pipeline)
    if outcome.problem is not None:
        assert "bug" not in str(outcome.problem), f"a stage fails: {outcome.problem}"
        return
    document = outcome.document
    laws.check_document(document)
    assert outcome.decoded is not None and encode(outcome.decoded) == data, "law 2: bytes do not come back"
    assert outcome.findings() or outcome.document.text.encode() == data, "law 10: no finding, other bytes"
    again = prepare("a.txt", document.text.encode(), _WITHOUT_DUPLICATES, _WITHOUT_DUPLICATES.pipeline)
    assert again.problem is None, f"law 1: a second run says {again.problem}"
    if not _is_unstable(document):
        laws.check_unchanged(again.document)


def check_corpus(data: bytes) -> None:
    """Documents parted by U+001E become a clean corpus, duplicates out; an honest one is not lost."""
    configuration = Configuration()
    names = [f"{number}.txt" for number in range(1, data.count(SEPARATOR) + 2)]
    corpus = {"0.txt": HONEST, **dict(zip(names, data.split(SEPARATOR), strict=True))}
    once = _clean_corpus(corpus, configuration)
    assert once[0].status == "written" and once[0].document.text.encode() == HONEST, "law 12: one is lost"
    written = {each.name: each.document.text.encode() for each in once if each.status == "written"}
    for outcome in once:
        assert outcome.problem is None or "bug" not in str(outcome.problem), (
            f"a stage fails: {outcome.problem}"
        )
        if outcome.problem is None and not outcome.partner:
            laws.check_document(outcome.document)
    if any(_is_unstable(outcome.document) for outcome in once):
        return
    for outcome in _clean_corpus(written, configuration):
        assert outcome.status == "written", f"law 1: a second run has {outcome.name} {outcome.status}"
        laws.check_unchanged(outcome.document)


def _clean_corpus(corpus: Mapping[str, bytes], configuration: Configuration) -> list[Outcome]:
    pipeline = configuration.pipeline
    return decide(
        [prepare(name, data, configuration, pipeline) for name, data in corpus.items()], configuration
    )


def check_text(data: bytes) -> None:
    """The library cleans a text, also one with lone surrogates in it, and finds places inside it."""
    text = data.decode("utf-8", "surrogateescape")
    result = clean(text, duplicates="off")
    laws.check_document(result.document)
    offsets = result.offsets
    for finding in result.edits:
        start, end = finding.span
        assert 0 <= start <= end <= len(text), f"a finding of {finding.rule.id} lies outside the text"
        assert offsets.to_clean(start, end).end <= len(result.text), "a place lies outside the clean text"


def _of_stage(stage: Stage) -> Target:
    return Target(
        f"stage-{stage.name}",
        f"The stage {stage.name} keeps the laws on any text.",
        partial(check_stage, stage.name),
        partial(_seed_stage, stage.name),
        TEXT_TOKENS,
        "text",
        600,
        40_000,
    )


def _seed_stage(stage: str) -> list[bytes]:
    return [*list_rows(stage), *list_rows(stage), *list_documents()[:40]]


def _seed_corpora() -> list[bytes]:
    documents = list_documents()
    return [SEPARATOR.join(documents[number : number + 3]) for number in range(0, len(documents) - 3, 2)]


TARGETS = (
    Target(
        "decode",
        "Any bytes become a text, and come back byte for byte.",
        check_decoding,
        lambda: [*list_rows("encoding"), *list_documents()],
        TEXT_TOKENS,
        "text",
        2000,
        100_000,
    ),
    *map(_of_stage, STAGES),
    Target(
        "document",
        "Any bytes become a clean document, with all laws, or one that is refused.",
        check_document,
        list_documents,
        TEXT_TOKENS,
        "text",
        1500,
        80_000,
    ),
    Target(
        "corpus",
        "Any documents become a clean corpus, duplicates out; an honest one beside them is not lost.",
        check_corpus,
        _seed_corpora,
        (*TEXT_TOKENS, SEPARATOR, SEPARATOR),
        "text",
        150,
        10_000,
    ),
    Target(
        "clean",
        "The library cleans any text, and every place of it is inside.",
        check_text,
        list_documents,
        TEXT_TOKENS,
        "text",
        500,
        20_000,
    ),
)
