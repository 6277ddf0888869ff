"""Sixty texts and names that would act, through every format: nothing acts, no control byte gets out."""

import html
import json
import os
import re
import unicodedata

import pytest

from cleaner.configfile.keys import KEYS
from tests.console import run

PAYLOADS = [
    # commands of build logs
    "::error::x",
    "::add-mask::secret",
    " ::set-output name=a::b",
    "\t::stop-commands::x",
    "::error file=a.txt,line=1::x",
    "::warning title=a::b%0A::error::c",
    "%0A::error::x",
    "%0D%0A::error::x",
    "%25%30%41::error::x",
    "a%3A%3Aerror%3A%3Ab",
    "##[error]x",
    "##[add-path]/tmp",
    "x ##[set-env name=A]b",
    "##vso[task.complete result=Failed;]x",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[buildStatus status='FAILURE']",
    "section_start:1:x\r\x1b[0Kx",
    "echo ::save-state name=a::b",
    "a,line=9::b",
    "a,title=b",
    # a terminal
    "\x1b[31mred",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1bP+q\x1b\\",
    "\x1b[6n",
    "\x9b31mred",
    "\x9d0;title\x9c",
    "\x90q\x9c",
    "a\rb",
    "a\x08\x08b",
    "a\x0bb\x0cc",
    "a\x00b",
    "a\x07b",
    "a\x7fb",
    "a\x85b",
    "a\u2028b\u2029c",
    # what a reader sees is not what stands there
    "abc\u202etxt.exe",
    "\u2066a\u2069b\u2067c",
    "a\u200eb\u200fc",
    "a\u200bb\u200cc\u200dd",
    "\ufeffa",
    "a\u00adb",
    "\U000e0001\U000e0061tag",
    "a\ufff9b\ufffac\ufffb",
    "\udc92 and \ud800",
    "\ufdd0\uffff",
    "\ue000 private",
    "Z\u0335\u0336\u0337algo",
    # Markdown and HTML
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "| a | b |",
    "`a` ``b``",
    "[a](javascript:alert(1))",
    "![a](https://evil.example/x.png)",
    "# heading",
    "- item\n* item",
    "~~~\n```\n",
    "&lt;b&gt;&#60;",
    "</td></table><details open>",
    "@everyone #1 GH-1",
]
FORMATS = KEYS["output-format"].choices
assert len(PAYLOADS) >= 60


def unsafe(text):
    """Characters that act on a terminal or hide: what is no letter, mark, figure, sign or space."""
    return {c for c in text if c != "\n" and (not c.isprintable() or unicodedata.category(c)[0] == "C")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Each payload in a text, and as a name where it can be one."""
    folder = tmp_path_factory.mktemp("hostile") / "seeds"
    folder.mkdir()
    for number, payload in enumerate(PAYLOADS):
        prose = f"It is {payload} and a matter of secu-rity, “they said{payload}  \n{payload}\n"
        (folder / f"{number:02}.txt").write_bytes(prose.encode("utf-8", "surrogatepass"))
        name = payload.replace("/", "\u2215").replace("\x00", "")
        try:
            data = os.fsencode(name)[:200]
        except UnicodeEncodeError:
            continue
        with open(os.fsencode(folder) + b"/" + data + b".txt", "w") as file:
            file.write("It is a matter of secu-rity.  ")
    return folder


@pytest.fixture(scope="module", params=[*FORMATS, "statistics", "show-files", "diff"])
def printed(request, folder):
    """What each format prints of the folder, on a terminal and without colour, called from within it."""
    arguments = (
        [f"--{request.param}"]
        if request.param in ("statistics", "show-files", "diff")
        else ["--output-format", request.param]
    )
    done = run("check", ".", "--color", "never", *arguments, cwd=folder, terminal=True)
    assert done.returncode == (0 if request.param == "show-files" else 1), done.stderr
    return request.param, done


def test_no_format_prints_a_character_that_acts_or_hides(printed):
    _, done = printed
    for text in (done.stdout.decode("utf-8"), done.stderr.decode("utf-8")):
        assert unsafe(text) == set()


def test_no_line_is_a_command_but_the_annotations(printed):
    name, done = printed
    for line in done.stdout.decode().splitlines():
        command = parsed(line)
        if name == "github":
            assert command and command[0] in ("error", "warning", "notice"), line
            assert set(command[1]) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        else:
            assert command is None, line
        assert not re.search(r"##\[|##vso\[|##teamcity\[", line)


def test_annotations_name_the_files_that_there_are(folder):
    done = run("check", ".", "--output-format", "github", cwd=folder)
    names = {parsed(line)[1]["file"] for line in done.stdout.decode().splitlines()}
    plain = {f"{number:02}.txt" for number in range(len(PAYLOADS))}
    assert plain <= names
    assert "::error::x.txt" in names and "a,title=b.txt" in names and "%0A::error::x.txt" in names


def test_json_is_ascii_and_gives_the_texts_back(folder):
    done = run("check", ".", "--output-format", "jsonl", cwd=folder)
    assert done.stdout.isascii()
    removed = "".join(json.loads(line).get("removed", "") for line in done.stdout.splitlines())
    assert "\u202e" in removed and "\x1b" in removed


def test_markdown_holds_nothing_of_a_text_but_letters_and_references(folder):
    done = run("check", ".", "--output-format", "markdown", cwd=folder)
    rows = [line for line in done.stdout.decode().splitlines() if line.startswith("| ") and "`" in line]
    for row in rows:
        cells = row[2:-2].split(" | ")
        assert len(cells) == (3 if cells[0].startswith("[`") else 4)
        if not cells[0].startswith("[`"):
            assert not re.search(r"[<>`\[\]()*_~|!@\\]|#(?!\d)", cells[0] + cells[1] + cells[3])
    assert "%0A::error::x.txt" in html.unescape("".join(rows))


def test_errors_and_file_lists_are_safe_too(folder):
    done = run("check", "\x1b[31m\u202e::error::x", "gone\nerror: x", cwd=folder, terminal=True)
    assert done.returncode == 2 and unsafe(done.stderr.decode()) == set()
    assert len(done.stderr.decode().splitlines()) == 3


def parsed(line):
    """How the runner of GitHub Actions reads a line of a log: a command with its properties, or None.

    Written after its documented behaviour: a line that begins, after white space, with `::` and holds
    another `::` is a command; failing that, `##[name ...]` anywhere in the line is one.
    """
    text = line.lstrip()
    if text.startswith("::") and "::" in text[2:]:
        head, _, data = text[2:].partition("::")
        return command(head, ",", data, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","})
    start = line.find("##[")
    if start >= 0 and "]" in line[start:]:
        head, _, data = line[start + 3 :].partition("]")
        return command(head, ";", data, {"%0D": "\r", "%0A": "\n", "%3B": ";", "%5D": "]"})
    return None


def command(head, parting, data, escapes):
    name, _, told = head.partition(" ")
    properties = {}
    for item in told.split(parting) if told else ():
        key, sign, value = item.partition("=")
        if sign and key.strip() and value:
            properties[key.strip()] = unescaped(value, escapes)
    return name, properties, unescaped(data, escapes)


def unescaped(text, escapes):
    for coded, plain in escapes.items():
        text = text.replace(coded, plain)
    return text.replace("%25", "%")


def test_the_parser_would_see_a_command_that_gets_through():
    assert parsed("  ::error file=a%2Cb,line=1::x%0Ay%250A")[:2] == ("error", {"file": "a,b", "line": "1"})
    assert parsed("text ##[add-mask]x")[0] == "add-mask"
    assert parsed("a.txt:1:1: rule ::error::x") is None


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """Each payload as the name of a field and as the label of a record; the last record has none of them."""
    folder = tmp_path_factory.mktemp("records")
    names = [name for name in PAYLOADS if name.encode("utf-8", "ignore").decode() == name]
    lines = [{"id": label, **dict.fromkeys(names, f"It is secu-rity {label}.  ")} for label in names[:3]]
    with open(folder / "a.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in [*lines, {"id": 7}])
    return folder, names


@pytest.mark.parametrize("name", [*FORMATS, "diff"])
def test_no_name_of_a_field_and_no_label_acts(records, name):
    folder, names = records
    fields = [part for field in names for part in ("--text-field", field)]
    form = ["--diff"] if name == "diff" else ["--output-format", name]
    done = run(
        "check", "a.jsonl", "--color=never", "--id-field", "id", *fields, *form, cwd=folder, terminal=True
    )
    assert done.returncode == 3 and done.stdout
    for text in (done.stdout.decode("utf-8"), done.stderr.decode("utf-8")):
        assert unsafe(text) == set()
    for line in done.stdout.decode().splitlines():
        command = parsed(line)
        if name == "github":
            assert command and command[0] == "error" and set(command[1]) <= {"file", "line", "title"}
            assert command[1]["file"] == "a.jsonl" and command[1]["line"] in "1234"
        else:
            assert command is None, line
