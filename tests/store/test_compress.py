"""What is compressed comes back whole, or is an error: never a shorter text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import DamageError
from cleaner.store.compress import StreamCompressor, decompress


def compress(pieces):
    compressor = StreamCompressor()
    for piece in pieces:
        compressor.add(piece)
    return compressor.close()


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_any_pieces_come_back(pieces):
    assert decompress(compress(pieces), "a.zst") == b"".join(pieces)


def test_repetition_over_pieces_is_found():
    piece = bytes(range(256)) * 4
    assert len(compress([piece] * 50)) < 2 * len(compress([piece]))


def test_every_cut_is_an_error():
    data = compress([b"some text, some more text"])
    for size in range(len(data)):
        with pytest.raises(DamageError, match=r"trail\.zst is damaged"):
            decompress(data[:size], "trail.zst")


def test_a_flipped_bit_is_an_error_or_changes_nothing():
    """The checksum covers the content; a bit that no reader uses may be either."""
    text = b"some text, some more text" * 10
    data = compress([text])
    damaged = 0
    for position in range(len(data)):
        flipped = bytearray(data)
        flipped[position] ^= 1
        try:
            assert decompress(bytes(flipped), "a.zst") == text
        except DamageError:
            damaged += 1
    assert damaged > len(data) * 0.9
