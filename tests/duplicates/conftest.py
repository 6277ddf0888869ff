"""What a decision may use: each way must give the same answer."""

from __future__ import annotations

from functools import partial
from tempfile import TemporaryFile

import pytest

from cleaner.duplicates.resources import Resources
from tests.duplicates.eager_map import eager_map


@pytest.fixture(scope="session")
def all_resources(tmp_path_factory: pytest.TempPathFactory) -> list[Resources]:
    scratch = tmp_path_factory.mktemp("scratch")
    return [Resources(partial(TemporaryFile, dir=scratch)), Resources(map=eager_map)]
