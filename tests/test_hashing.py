"""The hash of a file is that of its bytes, however many."""

import pytest

from cleaner.hashing import sha256_hex, sha256_stream


def test_the_hash_is_sha256_in_lower_case_hexadecimal():
    # FIPS 180-4, the example of one block.
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("data", [b"", b"abc", b"\x00\xff" * 300_000])
def test_a_file_has_the_hash_of_its_bytes(tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)
    with path.open("rb") as file:
        assert sha256_stream(file) == sha256_hex(data)
