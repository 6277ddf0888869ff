"""Short lines that stand in many documents go where their rule is selected, and nowhere else."""

from cleaner.config import Configuration
from cleaner.corpus import decide, prepare

TEXTS = {f"{n}.txt": f"Paragraph {n} of its own.\n\nThe Averil Courier, page {'five'}\n" for n in range(4)}


def cleaned(configuration):
    pipeline = configuration.pipeline
    made = [prepare(name, text.encode(), configuration, pipeline) for name, text in TEXTS.items()]
    return [outcome.document.text for outcome in decide(made, configuration)]


def test_by_default_they_stay():
    assert cleaned(Configuration()) == list(TEXTS.values())


def test_selected_they_go_but_for_the_first():
    texts = cleaned(Configuration(extend_select=("duplicates.recurring-line",)))
    assert [("Courier" in text) for text in texts] == [True, False, False, False]
    assert all("of its own" in text for text in texts)
