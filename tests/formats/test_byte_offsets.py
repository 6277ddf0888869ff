"""Bytes of a span, against an oracle that encodes every prefix."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats.byte_offsets import find_byte_spans
from cleaner.formats.encoding_detection import decode, encode
from cleaner.text import Span

ENCODINGS = ["utf-8", "cp1252", "utf-16-le", "utf-32-be", "shift_jis", "gb18030", "koi8-r", "big5", "euc_kr"]
TEXT = st.text(alphabet="ab é–’\n中日本пр\ufeff€", max_size=40)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXT, data=st.data())
def test_the_bytes_of_a_span_decode_to_its_characters(encoding, text, data):
    decoded = decode(text.encode(encoding, "ignore"), encoding)
    raw = encode(decoded)
    start = data.draw(st.integers(0, len(decoded.text)))
    end = data.draw(st.integers(start, len(decoded.text)))
    [span] = find_byte_spans(decoded, [Span(start, end)])
    if not decoded.patches:
        assert raw[span.start : span.end].decode(encoding) == decoded.text[start:end]


@given(st.binary(max_size=60), st.sampled_from([None, *ENCODINGS, "iso2022_jp", "hz", "utf-7"]))
def test_spans_of_any_bytes_are_in_order_and_reach_from_end_to_end(data, encoding):
    decoded = decode(data, encoding)
    spans = find_byte_spans(decoded, [Span(i, i + 1) for i in range(len(decoded.text))])
    last = 0
    for span in spans:
        assert last <= span.start <= span.end <= len(data) or decoded.patches
        last = span.start
    [whole] = find_byte_spans(decoded, [Span(0, len(decoded.text))])
    assert 0 <= whole.start <= whole.end <= len(data)


def test_a_stray_byte_is_one_byte():
    decoded = decode(b"caf\xc3\xa9, na\xefve, caf\xc3\xa9")
    assert find_byte_spans(decoded, [Span(8, 9), Span(13, 17)]) == [Span(9, 10), Span(14, 19)]


def test_a_span_takes_all_of_a_patch_that_it_touches():
    """In Shift JIS 81 5F and 5C are both written as a backslash by the decoder's way back."""
    data = "日本".encode("iso2022_jp") + b"\x1b(B\x1b(B" + b" ab"
    decoded = decode(data, "iso2022_jp")
    assert decoded.patches and encode(decoded) == data
    [span] = find_byte_spans(decoded, [Span(0, 2)])
    assert data[span.start : span.end].decode("iso2022_jp") == "日本"
    [tail] = find_byte_spans(decoded, [Span(len(decoded.text) - 2, len(decoded.text))])
    assert data[tail.start : tail.end] == b"ab"
