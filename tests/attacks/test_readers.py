"""Every target of the fuzzers, with inputs whose random numbers hypothesis chooses, and shrinks."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.examples import examples

sys.path.append(str(Path(__file__).parents[2] / "bench"))

from fuzzing.mutate import Mutator
from fuzzing.targets import TARGETS

PURE = [target for target in TARGETS if not target.name.startswith(("disk-", "index-"))]


@pytest.mark.filterwarnings("ignore")  # libraries warn of what they read
@pytest.mark.parametrize("target", PURE, ids=lambda target: target.name)
@examples(60, suppress_health_check=tuple(HealthCheck))
@given(rng=st.randoms(use_true_random=False))
def test_a_reader_keeps_its_promise(target, rng):
    target.check(Mutator(target, rng).make())
