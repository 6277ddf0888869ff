"""Configuration files: where they are found, what comes before what, one clear error for what is wrong."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from cleaner.configfile.keys import KEYS
from cleaner.configfile.schema import build_schema
from tests.console import run

SCHEMA = Path(__file__).parents[2] / "cleaner" / "configfile" / "cleaner.schema.json"


def values(*arguments, cwd, env=None):
    """Key to value and origin, as `cleaner config` prints them."""
    done = run("config", *arguments, cwd=cwd, env=env)
    assert done.returncode == 0, done.stderr
    found = {}
    for line in done.lines:
        if " = " in line:
            told, _, origin = line.partition("  # ")
            found |= {name: (value, origin) for name, value in tomllib.loads(told).items()}
    return found


class TestPrecedence:
    def test_command_line_environment_file_default(self, tmp_path):
        (tmp_path / "cleaner.toml").write_text('fail-on = "never"\nselect = ["whitespace"]\n')
        (tmp_path / "a.txt").write_text("a  \n")
        file = str(tmp_path / "cleaner.toml")
        assert values(cwd=tmp_path)["fail-on"] == ("never", file)
        env = {"CLEANER_FAIL_ON": "note", "CLEANER_IGNORE": "markup  quotation.turned"}
        assert values(cwd=tmp_path, env=env)["fail-on"] == ("note", "CLEANER_FAIL_ON")
        assert values(cwd=tmp_path, env=env)["ignore"] == (["markup", "quotation.turned"], "CLEANER_IGNORE")
        assert values(cwd=tmp_path)["duplicates"] == ("drop", "default")
        codes = [
            run("check", "a.txt", cwd=tmp_path).returncode,
            run("check", "a.txt", cwd=tmp_path, env={"CLEANER_FAIL_ON": "likely"}).returncode,
            run(
                "check", "a.txt", "--fail-on=never", cwd=tmp_path, env={"CLEANER_FAIL_ON": "likely"}
            ).returncode,
        ]
        assert codes == [0, 1, 0]

    def test_found_from_the_working_directory_upward(self, tmp_path):
        inner = tmp_path / "a" / "b"
        inner.mkdir(parents=True)
        (tmp_path / "pyproject.toml").write_text('[tool.cleaner]\nignore = ["markup"]\n')
        (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
        assert values(cwd=inner)["ignore"] == (["markup"], str(tmp_path / "pyproject.toml"))
        (tmp_path / "a" / "cleaner.toml").write_text('ignore = ["comments"]\n')
        assert values(cwd=inner)["ignore"] == (["comments"], str(tmp_path / "a" / "cleaner.toml"))

    def test_a_file_in_what_is_checked_is_not_looked_for(self, tmp_path):
        (tmp_path / "seeds").mkdir()
        (tmp_path / "seeds" / "a.txt").write_text("a  \n")
        (tmp_path / "seeds" / "cleaner.toml").write_text('ignore = ["whitespace"]\n')
        assert run("check", "seeds", cwd=tmp_path).returncode == 1

    def test_isolated_looks_for_none_and_config_names_one(self, tmp_path):
        (tmp_path / "cleaner.toml").write_text('ignore = ["whitespace"]\n')
        (tmp_path / "cleaner-ignore.toml").write_text(
            '[[ignore]]\npath = "*"\nrule = "hyphenation"\nreason = "x"\n'
        )
        (tmp_path / ".cleanerignore").write_text("*.txt\n")
        (tmp_path / "seeds").mkdir()
        (tmp_path / "seeds" / "a.txt").write_text("It is secu-rity.  \n")
        assert run("check", "seeds", cwd=tmp_path).returncode == 2  # all of it is ignored
        assert len(run("check", "seeds", "--isolated", cwd=tmp_path).lines) == 2
        other = tmp_path / "other.toml"
        other.write_text('ignore = ["hyphenation"]\n')
        for order in (["--isolated", "--config", other], ["--config", other, "--isolated"]):
            assert len(run("check", "seeds", *order, cwd=tmp_path).lines) == 1

    def test_paths_are_relative_to_the_file(self, tmp_path):
        (tmp_path / "seeds").mkdir()
        (tmp_path / "seeds" / "a.txt").write_text("a  \n")
        (tmp_path / "cleaner.toml").write_text('corpus = ["seeds"]\noutput = "clean"\n')
        (tmp_path / "deep").mkdir()
        for cwd in (tmp_path, tmp_path / "deep"):
            assert run("check", cwd=cwd).returncode == 1
            assert run("clean", "-q", cwd=cwd).returncode == 0
            assert run("clean", "--check", cwd=cwd).returncode == 0
        assert (tmp_path / "clean" / "a.txt").read_text() == "a\n"


class TestPerPath:
    def test_tables_hold_for_files_that_match(self, tmp_path):
        (tmp_path / "cleaner.toml").write_text(
            '[per-path."seeds/old/"]\nignore = ["whitespace.trailing"]\nencoding = "cp1252"\n'
            '[per-path."*.md"]\nextend-select = ["whitespace.space-run"]\n'
        )
        doors = "The caf\xe9 had two  doors, and one of them was never locked.  \n"
        windows = "Nobody could  say when the windows of the hall had last been washed.  \n"
        for name, text in (
            ("seeds/old/a.txt", doors),
            ("seeds/a.txt", windows),
            ("seeds/b.md", "Nor was it known  which of the keys had been lost by the caretaker.  \n"),
        ):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        (tmp_path / "seeds/old/b.txt").write_bytes("“Café” — déjà.\n".encode("cp1252"))
        found = json.loads(run("check", "seeds", "--output-format", "json", cwd=tmp_path).stdout)["findings"]
        by_path = {}
        for item in found:
            by_path.setdefault(item["path"], set()).add(item["rule"])
        assert "whitespace.trailing" not in by_path.get("seeds/old/a.txt", ())
        assert "whitespace.trailing" in by_path["seeds/a.txt"]
        assert "whitespace.space-run" in by_path["seeds/b.md"] - by_path["seeds/a.txt"]
        assert by_path["seeds/old/b.txt"] == {"encoding.not-utf8"}

    def test_clean_heeds_them_and_what_it_wrote_check_passes(self, tmp_path):
        (tmp_path / "cleaner.toml").write_text(
            '[per-path."old.txt"]\nignore = ["duplicates", "hyphenation"]\n'
        )
        (tmp_path / "seeds").mkdir()
        text = (
            "The harbour office said on Monday that the new ferry line would open in spring, with four "
            "crossings a day and a night boat for secu-rity at weekends.\n"
        )
        (tmp_path / "seeds" / "a.txt").write_text("First come other words that stand here alone.\n\n" + text)
        (tmp_path / "seeds" / "old.txt").write_text(text)
        run("clean", "seeds", "-o", "clean", "-q", cwd=tmp_path)
        assert (tmp_path / "clean" / "old.txt").read_text() == text
        assert run("check", "clean", cwd=tmp_path).returncode == 0
        (tmp_path / "cleaner.toml").write_text("")
        assert run("check", "clean", cwd=tmp_path).returncode == 1


class TestReadingAndRunning:
    """Keys whose option has a parameter of another name, and those that are numbers."""

    def test_they_are_heard_by_check_and_clean(self, tmp_path):
        (tmp_path / "cleaner.toml").write_text(
            'text-field = ["body", "head.line"]\nid-field = "key"\ninput-format = "jsonl"\n'
            'max-record = "1K"\njobs = 1\nmemory = "512M"\ngrouping = "memory"\n'
            'drop-empty = true\nkeep-raw = true\nlog-format = "json"\n'
        )
        records = [
            {"key": 1, "body": "One.  ", "head": {"line": "Two.  "}},
            {"key": 1, "body": "Three.", "head": {"line": "Four."}},
            {"key": 2, "body": "x" * 2000, "head": {"line": "Five."}},
        ]
        (tmp_path / "a.dump").write_text("".join(json.dumps(each) + "\n" for each in records))
        done = run("check", "a.dump", "-q", cwd=tmp_path)
        assert [line.split("]")[0] for line in done.lines] == [
            "a.dump:1: [body 1:5",
            "a.dump:1: [head.line 1:5",
        ]
        assert done.returncode == 3 and done.stderr.count(b"error: ") == 2
        done = run("clean", "a.dump", "-o", "out", cwd=tmp_path)
        assert done.returncode == 3
        assert json.loads((tmp_path / "out" / "a.dump").read_text()) == {
            "key": 1,
            "body": "One.",
            "head": {"line": "Two."},
        }
        assert json.loads(done.stderr.splitlines()[-1])["event"] == "summary"

    def test_config_prints_them_and_a_command_line_comes_first(self, tmp_path):
        (tmp_path / "cleaner.toml").write_text('text-field = ["body"]\nmax-record = "1K"\njobs = 2\n')
        (tmp_path / "a.jsonl").write_text('{"text": "One.  ", "body": "Two."}\n')
        file = str(tmp_path / "cleaner.toml")
        found = values(cwd=tmp_path)
        assert found["text-field"] == (["body"], file)
        assert found["max-record"] == (1024, file) and found["jobs"] == (2, file)
        assert found["memory"] == (1 << 30, "default")
        assert run("check", "a.jsonl", cwd=tmp_path).returncode == 0
        assert run("check", "a.jsonl", "--text-field", "text", cwd=tmp_path).returncode == 1
        env = {"CLEANER_TEXT_FIELD": "text"}
        assert run("check", "a.jsonl", cwd=tmp_path, env=env).returncode == 1

    def test_every_key_is_an_option_of_check_or_clean(self):
        from cleaner.cli.check import check
        from cleaner.cli.clean import clean

        known = {parameter.name for command in (check, clean) for parameter in command.params}
        assert {key.parameter for key in KEYS.values()} - known == {"corpus", "per_path"}


class TestObsolete:
    """Options that do nothing any more still parse, and each says so once, wherever it is set."""

    def warnings(self, done):
        return [line for line in done.stderr.decode().splitlines() if line.startswith("warning: ")]

    @pytest.mark.parametrize("name", ["grouping", "memory"])
    def test_one_line_for_each_that_is_set(self, tmp_path, name):
        value = {"grouping": "duckdb", "memory": "512M"}[name]
        line = f"warning: --{name} has no effect any more; the next release refuses it"
        (tmp_path / "a.txt").write_text("One.\n")
        command = ("clean", "a.txt", "-o", "out", "-q")
        assert run(*command, cwd=tmp_path).stderr == b""
        done = run(*command, f"--{name}", value, cwd=tmp_path)
        assert done.returncode == 0 and self.warnings(done) == [line]
        done = run(*command, cwd=tmp_path, env={f"CLEANER_{name.upper()}": value})
        assert done.returncode == 0 and self.warnings(done) == [line]
        (tmp_path / "cleaner.toml").write_text(f'{name} = "{value}"\n')
        done = run(*command, cwd=tmp_path)
        assert done.returncode == 0 and self.warnings(done) == [line]

    def test_the_pipe_says_so_too(self, tmp_path):
        done = run("clean", "-", "--grouping", "auto", stdin=b"One.  \n", cwd=tmp_path)
        assert done.stdout == b"One.\n" and len(self.warnings(done)) == 1


class TestErrors:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('slect = ["x"]', "there is no key 'slect' (did you mean select?)"),
            ('fail_on = "note"', "there is no key 'fail_on' (did you mean fail-on?)"),
            ('jobs = "2"', "jobs must be a whole number, not '2'"),
            ("jobs = true", "jobs must be a whole number, not true or false"),
            ("max-record = 1.5", "max-record must be a number of bytes such as '64M' or 1000000"),
            (
                'max-record = "many"',
                "max-record must be a number of bytes such as '64M' or 1000000, not 'many'",
            ),
            ("jobs = -1", "jobs must be a whole number, not -1"),
            ('text-field = "body"', "text-field must be a list of strings, not a string"),
            ('text-fields = ["body"]', "there is no key 'text-fields' (did you mean text-field?)"),
            ('input-format = "json"', "input-format cannot be 'json' (did you mean jsonl?)"),
            ("xyzzy = 1", "there is no key 'xyzzy' (known are "),
            ('select = "markup"', "select must be a list of strings, not a string"),
            ("select = [1]", "select must be a list of strings, not a list of other things"),
            ('certain-only = "yes"', "certain-only must be true or false, not a string"),
            ("encoding = 1", "encoding must be a string, not a number"),
            ('fail-on = "likly"', "fail-on cannot be 'likly' (did you mean likely?)"),
            ('duplicates = "x"', "duplicates cannot be 'x' (use off, report, drop)"),
            ("max-removed = true", "max-removed must be a share"),
            ("per-path = 1", "per-path must be a table of tables"),
            ('[per-path]\n"*" = 1', "per-path.'*' must be a table"),
            ('[per-path."*"]\nignroe = []', "per-path.'*': there is no key 'ignroe' (did you mean ignore?)"),
            ('[per-path."*"]\noutput = "x"', "there is no key 'output'"),
            ("x = ", "is no TOML"),
            ('select = ["no.such"]', "no rule or stage is called 'no.such'"),
            ('[per-path."*"]\nignore = ["markpu"]', "did you mean markup?"),
        ],
    )
    def test_one_clear_line(self, tmp_path, text, told):
        (tmp_path / "cleaner.toml").write_text(text)
        (tmp_path / "a.txt").write_text("x\n")
        done = run("check", "a.txt", cwd=tmp_path)
        assert done.returncode == 2
        [line] = done.stderr.decode().splitlines()
        assert line.startswith("error: ") and told in line

    def test_bytes_that_are_no_utf8(self, tmp_path):
        (tmp_path / "cleaner.toml").write_bytes(b"encoding = '\xff'")
        done = run("config", cwd=tmp_path)
        assert done.returncode == 2 and b"is not UTF-8, at byte 12" in done.stderr


class TestSchema:
    def test_the_one_that_is_shipped_is_the_one_that_is_made(self):
        """To mend: `cleaner config --schema > cleaner/configfile/cleaner.schema.json`."""
        assert json.loads(SCHEMA.read_text(encoding="utf-8")) == build_schema()
        assert json.loads(run("config", "--schema").stdout) == build_schema()

    def test_it_is_a_schema_and_says_yes_and_no_as_the_program_does(self, tmp_path):
        jsonschema.Draft7Validator.check_schema(build_schema())
        validator = jsonschema.Draft7Validator(build_schema())
        rows = TestErrors.test_one_clear_line.pytestmark[0].args[1]
        for text, told in rows:
            if "TOML" not in told and "rule or stage" not in told and "markup?" not in told:
                assert not validator.is_valid(tomllib.loads(text)), text
        good = 'corpus = ["x"]\nmax-removed = "30%"\nfail-on = "note"\n[per-path."*"]\nignore = ["markup"]\n'
        assert validator.is_valid(tomllib.loads(good))
        (tmp_path / "cleaner.toml").write_text(good)
        assert run("config", cwd=tmp_path).returncode == 0

    def test_every_key_is_an_option_of_a_command_or_known_by_name(self):
        from cleaner.cli.check import check
        from cleaner.cli.clean import clean

        options = {parameter.name for command in (check, clean) for parameter in command.params}
        assert {key.parameter for key in KEYS.values()} - options == {"corpus", "per_path"}

    def test_choices_and_defaults_agree_with_the_options(self):
        from cleaner.cli.check import check

        for parameter in check.params:
            key = next((key for key in KEYS.values() if key.parameter == parameter.name), None)
            if key is not None and key.choices:
                assert tuple(parameter.type.choices) == key.choices
