"""What docs/trail.md says of the files is what is in them: the schemas hold, and hold nothing too much."""

import json
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from cleaner import json_codec
from cleaner.catalogue import RULES
from cleaner.config import Configuration
from cleaner.decisions import DecisionRecord
from cleaner.formats.io_options import WriteOptions
from cleaner.store import jsonl_output, manifest, trail
from cleaner.store.manifest import FORMAT, NAME, DocumentRecord, FileRecord, PagePlace, RecordPlace
from tests.corpora import corpora
from tests.corpus.runs import put, write
from tests.format_corpus import LEAVING_OUT, TWO_FIELDS, mixed
from tests.test_laws import cleaned, law

TEXT = (Path(__file__).parent.parent / "docs" / "trail.md").read_text(encoding="utf-8")
SCHEMAS = {
    name: json.loads(schema)
    for name, schema in re.findall(r"<!-- schema: (\w+) -->\n```json\n(.*?)```", TEXT, re.DOTALL)
}


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("edit", trail.TrailRecord),
        ("count", trail.CountRecord),
        ("decision", DecisionRecord),
        ("document", DocumentRecord),
        ("file", FileRecord),
        ("line", jsonl_output.PackedLine),
        ("packed", jsonl_output.PackedTexts),
    ],
)
def test_a_schema_names_the_fields_of_its_record(name, record):
    Draft202012Validator.check_schema(SCHEMAS[name])
    fields = msgspec.structs.fields(record)
    assert list(SCHEMAS[name]["properties"]) == [field.encode_name for field in fields]
    assert SCHEMAS[name]["required"] == [field.encode_name for field in fields if field.required]


@pytest.mark.parametrize(
    ("name", "part", "record"),
    [
        ("document", "place", RecordPlace),
        ("document", "page", PagePlace),
        ("packed", "file", jsonl_output.PackedFile),
    ],
)
def test_a_part_of_a_schema_names_the_fields_of_its_record(name, part, record):
    schema = SCHEMAS[name]["$defs"][part]
    fields = msgspec.structs.fields(record)
    assert list(schema["properties"]) == [field.encode_name for field in fields]
    assert schema["required"] == [field.encode_name for field in fields if field.required]


@pytest.mark.parametrize("configuration", [TWO_FIELDS, LEAVING_OUT])
def test_records_of_every_format_are_as_the_schemas_say(tmp_path, configuration):
    found = json.loads((mixed(tmp_path, configuration) / NAME).read_bytes())
    for key in ("document", "file"):
        validator = Draft202012Validator(SCHEMAS[key])
        assert found[f"{key}s"]
        for record in found[f"{key}s"]:
            validator.validate(record)


@pytest.mark.parametrize("inline", [0, 1000])
def test_packed_texts_are_as_the_schemas_say(tmp_path, monkeypatch, inline):
    monkeypatch.setattr(manifest, "INLINE_LIMIT", inline)
    put(tmp_path / "raw", {f"{n}.txt": f"The ferry leaves at {n}.\n".encode() for n in range(9)})
    configuration = Configuration(writing=WriteOptions("jsonl", 200))
    write(tmp_path / "raw", tmp_path / "clean", configuration, files=2)
    found = json.loads((tmp_path / "clean" / NAME).read_bytes())["packed"]
    Draft202012Validator(SCHEMAS["packed"]).validate(found)
    assert len(found["files"]) > 1 and bool(found["before"]) is not bool(inline)
    for file in found["files"]:
        for line in (tmp_path / "clean" / file["name"]).read_bytes().splitlines():
            Draft202012Validator(SCHEMAS["line"]).validate(json.loads(line))


def test_the_folder_holds_what_is_drawn(tmp_path):
    drawn = set(re.findall(r"^    (\w+)(?=[/.,])", TEXT, re.MULTILINE)) | {"lock"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "INLINE_LIMIT", 0)
        clean = mixed(tmp_path, LEAVING_OUT)
    assert {path.name.partition(".")[0] for path in (clean / ".cleaner").iterdir()} <= drawn


def test_the_format_is_the_one_that_is_described():
    assert f"format {FORMAT}" in SCHEMAS["edit"]["title"]


@law
@given(corpora())
def test_every_line_of_a_trail_is_as_the_schema_says(corpus):
    entries = [
        trail.DecodedDocument(outcome.name, outcome.decoded, outcome.document)
        for outcome in cleaned(corpus)
        if outcome.problem is None
    ]
    for encode, name in ((trail.encode_edits, "edit"), (trail.encode_counts, "count")):
        validator = Draft202012Validator(SCHEMAS[name])
        for entry in entries:
            for line in encode(entry, RULES).splitlines():
                validator.validate(json_codec.decode(line))


def test_every_command_that_is_shown_is_one():
    from cleaner.cli import COMMANDS

    shown = set(re.findall(r"^cleaner (\w+)", TEXT, re.MULTILINE))
    assert shown and shown <= set(COMMANDS)
