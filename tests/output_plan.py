"""What a run is to write for documents that were cleaned in memory: the output folder, specified again."""

from collections.abc import Sequence

import msgspec

from cleaner.catalogue import RULES
from cleaner.config import Configuration
from cleaner.corpus.manifest_builder import manifest_of
from cleaner.corpus.packing import encode_line
from cleaner.corpus.tally import Tally
from cleaner.formats.sources import Sources
from cleaner.hashing import sha256_hex
from cleaner.outcome import Outcome
from cleaner.store import jsonl_output, manifest, trail
from cleaner.store.jsonl_output import PackedFile, PackedTexts
from cleaner.store.manifest import TrailLevel


def plan(
    sources: Sources,
    outcomes: Sequence[Outcome],
    configuration: Configuration,
    level: TrailLevel = "full",
) -> dict[str, bytes]:
    """Every file of the output folder by name: outputs, quarantine, trail, and the manifest last."""
    written = [outcome for outcome in outcomes if outcome.status == "written"]
    files = {outcome.name: outcome.document.text.encode() for outcome in written}
    packed = None
    if configuration.writing.output_format is not None:
        files, packed = pack(written, configuration.writing.shard_size)
    quarantine = {
        f"{manifest.QUARANTINE}/{outcome.name}": outcome.data
        for outcome in outcomes
        if outcome.problem is not None and outcome.data
    }
    entries = (
        trail.DecodedDocument(outcome.name, outcome.decoded, outcome.document)
        for outcome in outcomes
        if outcome.problem is None and outcome.decoded is not None
    )
    trails = trail.encode_files(level, entries, RULES)
    records = [outcome.record() for outcome in outcomes]
    digests = {name: sha256_hex(data) for name, data in trails.items()}
    tally = Tally()
    for outcome, record in zip(outcomes, records, strict=True):
        tally.add(record, [edit for step in outcome.document.trail for edit in step.edits])
    made = manifest_of(sources, configuration, tally, trails=digests, level=level, packed=packed)
    made = msgspec.structs.replace(made, documents=records)
    return files | quarantine | trails | {manifest.NAME: made.encode()}


def pack(written: Sequence[Outcome], size: int) -> tuple[dict[str, bytes], PackedTexts]:
    """The texts as records, and what the manifest says of their files."""
    lines = (encode_line(outcome.record(), outcome.document.text) for outcome in written)
    files: dict[str, bytes] = {}
    told = []
    for name, own in jsonl_output.split_into_files(lines, size):
        data = list(own)
        files[name] = b"".join(data)
        told.append(
            PackedFile(name=name, sha256=sha256_hex(files[name]), bytes=len(files[name]), documents=len(data))
        )
    return files, PackedTexts(files=told)
