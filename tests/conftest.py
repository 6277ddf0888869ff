"""Two tiers of tests: the quick one by default, all of them with CLEANER_TESTS=full."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import FULL, count_examples
from tests.seeds import DIRTY

# How long an example takes says how busy the machine is, and nothing of the program.
settings.register_profile("quick", deadline=None, max_examples=count_examples(100))
settings.register_profile("full", deadline=None)
settings.load_profile("full" if FULL else "quick")


def pytest_report_header() -> str:
    """Name the tier, since the quick one leaves tests out."""
    if FULL:
        return "tier: full"
    return "tier: quick, without tests marked slow (CLEANER_TESTS=full runs everything)"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Share the whole suite among all cores (None: pytest-xdist counts them), and run what is named here."""
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the slow tests in the quick tier."""
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow and not FULL:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Make a folder of two files, one of them with two defects."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "dirty.txt").write_text(DIRTY)
    (folder / "clean.txt").write_text("Nothing is wrong with this line.\n")
    return folder
