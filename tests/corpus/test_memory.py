"""A corpus in memory, cleaned whole."""

from cleaner.config import Configuration
from cleaner.corpus import decide, prepare


def clean(corpus: dict[str, str]) -> dict[str, str]:
    configuration = Configuration()
    pipeline = configuration.pipeline
    prepared = [prepare(name, text.encode(), configuration, pipeline) for name, text in corpus.items()]
    return {outcome.name: outcome.document.text for outcome in decide(prepared, configuration)}


def test_a_duplicate_of_what_the_pipeline_leaves_of_its_partner_goes_in_the_first_run():
    header = " date 2026-03-14 The library opened again on Friday after two years of building work.\n"
    crane = "The harbour board said on Monday that the old crane would be taken down before the winter.\n"
    first = clean({"0.txt": crane, "1.txt": crane + header + header})
    assert first["1.txt"] == "The library opened again on Friday after two years of building work.\n"
    assert clean(first) == first
