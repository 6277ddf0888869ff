"""Suppressions and baselines: what is accepted, what is known, and that nothing of it goes unnoticed."""

import json

import pytest

from tests.console import run

TEXT = "The firm Re-Sign is a matter of secu-rity, said the board of the harbour.\n"
HARBOUR = (
    "The harbour office said on Monday that the new ferry line would open in spring, with four crossings a "
    "day and a night boat at weekends.\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "cleaner.toml").write_text('corpus = ["seeds"]\noutput = "clean"\n')
    return tmp_path


def ignore(folder, *entries):
    lines = []
    for entry in entries:
        lines += ["[[ignore]]", *(f"{name} = {json.dumps(value)}" for name, value in entry.items())]
    (folder / "cleaner-ignore.toml").write_text("\n".join(lines) + "\n")


class TestSuppressions:
    def test_a_finding_is_accepted_where_its_text_stands(self, folder):
        (folder / "seeds" / "a.txt").write_text("It is secu-rity and pub-lic, they said in the hall.\n")
        assert len(run("check", cwd=folder).lines) == 2
        ignore(folder, {"path": "*.txt", "rule": "hyphenation", "reason": "a quote", "text": "pub-lic"})
        done = run("check", cwd=folder)
        assert done.lines == ['seeds/a.txt:1:11: hyphenation.broken-word remove "-"']
        assert b"1 accepted" in done.stderr and b"accepts nothing" not in done.stderr

    def test_clean_honours_it_and_keeps_the_reason_in_the_trail(self, folder):
        (folder / "seeds" / "a.txt").write_text("It is secu-rity and pub-lic, they said in the hall.\n")
        ignore(folder, {"path": "seeds/a.txt", "rule": "hyphenation", "reason": "a quote", "text": "pub-lic"})
        assert run("clean", "-q", cwd=folder).returncode == 0
        assert (folder / "clean/a.txt").read_text() == "It is security and pub-lic, they said in the hall.\n"
        lines = (folder / "clean/.cleaner/trail/00000.jsonl").read_text().splitlines()
        assert "a quote" in [json.loads(line)["evidence"].get("suppressed") for line in lines]
        manifest = json.loads((folder / "clean/.cleaner/manifest.json").read_text())
        assert manifest["configuration"]["suppressions"][0]["reason"] == "a quote"
        assert run("clean", "--check", cwd=folder).returncode == 0
        assert run("restore", "clean", "-o", "raw", cwd=folder).returncode == 0
        assert (folder / "raw/a.txt").read_bytes() == (folder / "seeds/a.txt").read_bytes()

    def test_an_accepted_duplicate_is_kept_and_others_are_measured_by_it(self, folder):
        other = HARBOUR.replace("said on Monday", "announced on Monday")
        opening = (
            "These words open the second text and stand nowhere else, which keeps it from going whole.\n\n"
        )
        (folder / "seeds" / "a.txt").write_text(HARBOUR)
        (folder / "seeds" / "b.txt").write_text(opening + other)
        run("clean", "-q", cwd=folder)
        assert "announced" not in (folder / "clean/b.txt").read_text()
        ignore(folder, {"path": "b.txt", "rule": "duplicates.near", "reason": "both", "text": "announced on"})
        assert run("clean", "-q", cwd=folder).returncode == 0
        assert (folder / "clean/b.txt").read_text() == opening + other
        done = run("check", "clean", cwd=folder)
        assert done.returncode == 0 and b"1 accepted" in done.stderr and b"accepts nothing" not in done.stderr
        (folder / "seeds" / "c.txt").write_text("A third one that begins in its own words.\n\n" + other)
        run("clean", "-q", cwd=folder)
        assert "announced" not in (folder / "clean/c.txt").read_text()

    def test_a_document_that_is_accepted_does_not_go_whole(self, folder):
        (folder / "seeds" / "a.txt").write_text("Heading\n\n" + HARBOUR)
        (folder / "seeds" / "b.txt").write_text("Heading\n\n" + HARBOUR)
        run("clean", "-q", cwd=folder)
        assert not (folder / "clean/b.txt").exists()
        ignore(folder, {"path": "b.txt", "rule": "duplicates", "reason": "a reprint that is wanted"})
        run("clean", "-q", cwd=folder)
        assert (folder / "clean/b.txt").read_text() == "Heading\n\n" + HARBOUR

    def test_an_unused_one_is_told_when_its_file_was_looked_at(self, folder):
        (folder / "seeds" / "a.txt").write_text("Nothing is wrong here.\n")
        (folder / "seeds" / "b.txt").write_text("Nor here.\n")
        ignore(folder, {"path": "a.txt", "rule": "markup", "reason": "x", "text": "<b>"})
        told = b"suppression of markup."
        assert told in run("check", cwd=folder).stderr
        assert told in run("clean", cwd=folder).stderr
        assert told not in run("check", "seeds/b.txt", cwd=folder).stderr
        assert told not in run("check", "--select", "whitespace", cwd=folder).stderr

    def test_the_formats_tell_of_it(self, folder):
        (folder / "seeds" / "a.txt").write_text("It is secu-rity, they said.\n")
        ignore(folder, {"path": "*", "rule": "hyphenation", "reason": "a quote"})
        told = json.loads(run("check", "--output-format", "json", cwd=folder).stdout)
        assert told["findings"] == [] and told["suppressed"][0]["evidence"]["suppressed"] == "a quote"

    @pytest.mark.parametrize(
        ("entry", "told"),
        [
            ({"path": "*", "rule": "markup"}, "entry 1: reason is missing"),
            ({"path": "*", "rule": "markup", "reason": " "}, "entry 1: reason must be a string"),
            ({"path": "*", "rule": "markpu", "reason": "x"}, "entry 1: no rule or stage is called 'markpu'"),
            (
                {"path": "*", "rul": "markup", "reason": "x"},
                "entry 1: there is no key 'rul' (did you mean rule?)",
            ),
        ],
    )
    def test_what_is_wrong_with_an_entry(self, folder, entry, told):
        (folder / "seeds" / "a.txt").write_text("x\n")
        ignore(folder, entry)
        done = run("check", cwd=folder)
        assert done.returncode == 2 and told in done.stderr.decode()


class TestBaseline:
    def test_only_new_findings_fail_wherever_the_old_ones_move(self, folder):
        (folder / "seeds" / "a.txt").write_text(TEXT)
        assert run("check", cwd=folder).returncode == 1
        done = run("check", "--write-baseline", "known.json", cwd=folder)
        assert done.returncode == 0 and done.stdout == b""
        assert run("check", "--baseline", "known.json", cwd=folder)[:2] == (0, b"")
        (folder / "seeds" / "a.txt").write_text("A new line stands before it.\n\n" + TEXT)
        done = run("check", "--baseline", "known.json", cwd=folder)
        assert done.returncode == 0 and b"known" in done.stderr
        (folder / "seeds" / "a.txt").write_text(TEXT + "\nIt is a matter of pub-lic trust, they said.\n")
        done = run("check", "--baseline", "known.json", cwd=folder)
        assert done.returncode == 1 and done.lines == ['seeds/a.txt:3:22: hyphenation.broken-word remove "-"']

    def test_the_same_defect_in_another_file_is_new(self, folder):
        (folder / "seeds" / "a.txt").write_text(TEXT)
        run("check", "--write-baseline", "known.json", cwd=folder)
        (folder / "seeds" / "b.txt").write_text(TEXT)
        assert run("check", "--baseline", "known.json", cwd=folder).returncode == 1

    def test_a_second_one_of_the_same_looks_is_new(self, folder):
        (folder / "seeds" / "a.txt").write_text("One line stands here.  \n")
        run("check", "--write-baseline", "known.json", cwd=folder)
        (folder / "seeds" / "a.txt").write_text("\n".join(["One line stands here.  \n"] * 3))
        assert len(run("check", "--baseline", "known.json", cwd=folder).lines) == 2

    def test_stale_entries_are_told_for_files_that_were_looked_at_or_are_gone(self, folder):
        (folder / "seeds" / "a.txt").write_text(TEXT)
        (folder / "seeds" / "b.txt").write_text("Another text stands here.  \n")
        run("check", "--write-baseline", "known.json", cwd=folder)
        (folder / "seeds" / "a.txt").write_text("Mended.\n")
        assert b"no more: write it anew" in run("check", "--baseline", "known.json", cwd=folder).stderr
        one = run("check", "seeds/b.txt", "--baseline", "known.json", cwd=folder)
        assert b"no more" not in one.stderr
        (folder / "seeds" / "a.txt").unlink()
        told = run("check", "seeds/b.txt", "--baseline", "known.json", "-v", cwd=folder).stderr
        assert b"no more" in told and b"  seeds/a.txt: hyphenation.broken-word" in told

    def test_it_does_not_matter_where_check_is_called(self, folder):
        (folder / "seeds" / "a.txt").write_text(TEXT)
        run("check", "seeds", "--write-baseline", "known.json", cwd=folder)
        assert run("check", "a.txt", "--baseline", "../known.json", cwd=folder / "seeds").returncode == 0
        (folder / "cleaner.toml").write_text('corpus = ["seeds"]\nbaseline = "known.json"\n')
        assert run("check", "a.txt", cwd=folder / "seeds").returncode == 0

    @pytest.mark.parametrize(
        "data", [b"", b"[]", b'{"format": 2, "findings": []}', b"\xff", b'{"findings": [1]}']
    )
    def test_a_file_that_is_none_is_one_error(self, folder, data):
        (folder / "seeds" / "a.txt").write_text("x\n")
        (folder / "known.json").write_bytes(data)
        done = run("check", "--baseline", "known.json", cwd=folder)
        assert done.returncode == 2 and done.stderr.startswith(b"error: known.json:")

    def test_names_that_are_no_utf8(self, folder):
        (folder / "seeds" / "caf\udce9.txt").write_text(TEXT)
        run("check", "--write-baseline", "known.json", cwd=folder)
        assert run("check", "--baseline", "known.json", cwd=folder).returncode == 0
