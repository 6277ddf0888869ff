"""JSON that knows lone surrogates: the same value comes back, whatever it is and by either way."""

from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import json_codec

TEXT = st.text(st.characters(exclude_categories=()))
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inside: st.lists(inside) | st.dictionaries(TEXT, inside),
)


class Drop(NamedTuple):
    partner: str
    similarity: float


class Verdict(msgspec.Struct, frozen=True):
    name: str
    drops: list[Drop]


@given(VALUE)
def test_what_was_encoded_is_decoded(value):
    assert json_codec.decode(json_codec.encode(value)) == value


@given(TEXT, TEXT)
def test_a_struct_comes_back_and_both_ways_write_the_same_bytes(name, partner):
    verdict = Verdict(name, [Drop(partner, 0.5)])
    data = json_codec.encode_struct(verdict)
    assert json_codec.decode_struct(data, Verdict) == verdict
    assert json_codec.encode(msgspec.to_builtins(verdict)) == data


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[1]", b'{"name":1,"drops":[]}', b'"\xff"', b'{"name":"\\udc80","drops":1}', b"[" * 100_000],
)
def test_what_is_no_such_value_is_a_value_error(data):
    with pytest.raises(ValueError):
        json_codec.decode_struct(data, Verdict)


@pytest.mark.parametrize("data", [b"", b"{", b'"\xff"', b"[" * 100_000])
def test_what_is_no_json_is_a_value_error(data):
    with pytest.raises(ValueError):
        json_codec.decode(data)
