"""The per-document loop: order, rounds, what is reported, and a stage that is wrong."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from cleaner.config import Configuration
from cleaner.corpus import prepare
from cleaner.errors import StageError, UsageError
from cleaner.pipeline import MAX_ROUNDS, UNSTABLE, Pipeline, Policy, collect_metadata, find_edits
from cleaner.rule import Rule
from cleaner.stages import STAGES
from cleaner.structure import ANYWHERE, PROSE, Hints, Text
from cleaner.text import Edit


def rule(id, certainty="certain", kinds=ANYWHERE):
    return Rule(id, certainty, "What.", "Why.", "What not.", ("a", "b"), kinds)


@dataclass(frozen=True)
class Made:
    """A stage made of a function from text to edits."""

    name: str
    find: object
    certainty: str = "certain"
    kinds: frozenset = ANYWHERE

    @property
    def rules(self):
        return (rule(f"{self.name}.rule", self.certainty, self.kinds),)

    def edits(self, text):
        return self.find(text.content)


def pipeline(*stages, **policy):
    return Pipeline(stages, Policy.of([rule for stage in stages for rule in stage.rules], **policy))


def test_the_order_is_that_of_the_design():
    characters = ["encoding", "markup", "invisible", "normalization"]
    words = ["quotation", "page-furniture", "unwrap", "hyphenation"]
    assert [stage.name for stage in STAGES] == [*characters, *words, "comments", "boilerplate", "whitespace"]


def test_each_stage_sees_what_the_one_before_left():
    first = Made("first", lambda text: [Edit(0, 1, "b", "first.rule")] if text == "a" else [])
    second = Made("second", lambda text: [Edit(0, 1, "c", "second.rule")] if text == "b" else [])
    document = pipeline(first, second).run("a")
    assert document.text == "c"
    assert [(step.round, step.stage) for step in document.trail] == [(1, "first"), (1, "second")]


def test_a_change_that_exposes_another_is_found_in_the_next_round():
    late = Made("late", lambda text: [Edit(0, 1, "b", "late.rule")] if text == "a" else [])
    early = Made("early", lambda text: [Edit(0, 1, "c", "early.rule")] if text == "b" else [])
    document = pipeline(early, late).run("a")
    assert [(step.round, step.stage) for step in document.trail] == [(1, "late"), (2, "early")]


def test_a_stage_of_which_no_rule_is_looked_at_is_not_asked():
    def find(text):
        raise AssertionError("asked")

    asked = Made("asked", lambda text: [Edit(0, 1, "b", "asked.rule")] if text == "a" else [])
    stages = (Made("silent", find), asked)
    assert Pipeline(stages, Policy.of(asked.rules)).run("a").text == "b"


def test_a_document_that_does_not_come_to_rest_stays_raw_and_is_reported():
    restless = Made("restless", lambda text: [Edit(0, 0, "x", "restless.rule")])
    document = pipeline(restless).run("a")
    assert document.text == document.raw == "a"
    assert [edit.rule for step in document.trail for edit in step.edits] == [UNSTABLE.id]
    assert MAX_ROUNDS == 4


def test_reports_are_those_of_the_last_round():
    notes = Made("notes", lambda text: [Edit(0, 1, None, "notes.rule")], "note")
    change = Made("change", lambda text: [Edit(0, 1, "b", "change.rule")] if text == "a" else [])
    document = pipeline(notes, change).run("a")
    assert [(step.round, step.stage) for step in document.trail] == [(1, "change"), (2, "notes")]


def test_what_is_likely_is_withheld_where_only_the_certain_applies():
    likely = Made("likely", lambda text: [Edit(0, 1, "b", "likely.rule")], "likely")
    document = pipeline(likely, certain_only=True).run("a")
    assert document.text == "a"
    assert document.trail[0].edits[0].evidence == {"withheld": "b"}


def test_metadata_is_what_removed_text_told_and_its_first_word_stands():
    told = [{"date": "1"}, {"date": "2", "page": "3"}]
    stage = Made(
        "told",
        lambda text: [Edit(i, i + 1, "", "told.rule", {"metadata": told[i]}) for i in range(len(text))],
    )
    assert collect_metadata(pipeline(stage).run("ab")) == {"date": "1", "page": "3"}


def test_a_stage_is_asked_in_one_place():
    root = Path(__file__).parent.parent
    sources = [path for folder in ("cleaner", "tests", "bench") for path in (root / folder).rglob("*.py")]
    callers = [path for path in sources if re.search(r"\.edits\(", path.read_text(encoding="utf-8"))]
    assert callers == [root / "cleaner" / "pipeline.py"]


def test_a_stage_that_names_an_unknown_rule_is_a_bug():
    with pytest.raises(StageError, match="unknown rule other"):
        pipeline(Made("stage", lambda text: [Edit(0, 1, "b", "other.rule")])).run("a")


def test_a_bug_of_a_stage_costs_the_document_and_not_the_run():
    broken = pipeline(Made("broken", lambda text: [Edit(0, 9, "", "broken.rule")]))
    outcome = prepare("a.txt", b"raw", Configuration(), broken)
    assert outcome.status == "quarantined" and outcome.data == b"raw"
    assert "a.txt: cannot be cleaned" in str(outcome.problem) and "report it" in str(outcome.problem)


def test_stages_are_chosen_by_name_and_run_in_their_own_order():
    assert [stage.name for stage in Pipeline.named("whitespace", "encoding").stages] == [
        "encoding",
        "whitespace",
    ]
    with pytest.raises(UsageError, match="no stage is called 'xyz'"):
        Pipeline.named("xyz")


def test_a_rule_acts_in_its_kinds_alone():
    """Edits and reports of a rule for prose stop at a list, and at what touches both."""
    prose = "The lake is dry. Nobody has seen it full since the war."
    text = f"- a salt\n- a lake\n\n{prose}\n"
    place = text.index(prose)

    def find(content):
        if not content.startswith("- a salt"):
            return
        yield Edit(2, 3, "the", "bound.rule")
        yield Edit(10, place + 3, "", "bound.rule")
        yield Edit(place, place + 3, None, "bound.rule")
        yield Edit(place + 4, place + 8, "sea", "bound.rule")

    bound = Made("bound", find, kinds=PROSE)
    edits = find_edits(bound, text)
    assert [(edit.start, edit.replacement) for edit in edits] == [(place, None), (place + 4, "sea")]
    assert len(find_edits(Made("bound", find), text)) == 4
    named = replace(pipeline(bound), hints=Hints(kind="verse"))
    assert named.run(text).text == text
    assert len(find_edits(bound, Text(text, Hints(kind="prose")))) == 4


def test_stages_that_look_at_the_same_version_share_its_analyses():
    calls = []

    def count(content):
        calls.append(content)
        return len(content)

    @dataclass(frozen=True)
    class Asking:
        name: str = "asking"
        rules: tuple = (rule("asking.rule"),)

        def edits(self, text):
            text.once(count)
            return []

    mend = Made("mend", lambda content: [Edit(0, 1, "b", "mend.rule")] if content == "a" else [])
    pipeline(Asking(), mend, Asking()).run("a")
    assert calls == ["a", "b"]  # the second round asks of the version that the first one left
