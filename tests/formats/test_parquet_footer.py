"""A footer at which pyarrow would end the process is one error before pyarrow reads it."""

import base64
import io
import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.errors import InputError
from cleaner.formats.parquet.file import open_parquet
from cleaner.formats.parquet.footer import LeafColumn, find_fatal_fault

TABLE = pa.table(
    {
        "text": ["one", "two", None],
        "number": [1, 2, 3],
        "tags": [["a"], [], ["b", "c"]],
        "nested": [{"x": 1.5}, {"x": None}, None],
    }
)
STRINGS, NUMBERS = LeafColumn(0, 1, True), LeafColumn(0, 1, False)
LEAVES = [STRINGS, NUMBERS, LeafColumn(1, 3, True), LeafColumn(0, 2, False)]

READ_CHANGED_FILES = """
import random, sys
from pathlib import Path
from cleaner.config import Configuration
from cleaner.errors import CleanerError
from cleaner.formats.record_codec import RecordSlice
from cleaner.formats.registry import get_format
data, codec, reading = Path(sys.argv[1]).read_bytes(), get_format("parquet").codec, Configuration().reading
changed, numbers = Path(sys.argv[1]).with_name("changed.parquet"), random.Random(5)
footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
refused = 0
for _ in range(600):
    bytes_ = bytearray(data)
    bytes_[numbers.randrange(footer, len(data) - 8)] ^= 1 << numbers.randrange(8)
    changed.write_bytes(bytes_)
    try:
        for part in codec.cut_slices(changed):
            list(codec.read(RecordSlice(changed, part, reading.fields, reading.limit)))
    except CleanerError:
        refused += 1
print(refused)
"""


def write(**options) -> bytes:
    out = io.BytesIO()
    pq.write_table(TABLE, out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    "options", [{}, {"write_page_index": True}, {"version": "1.0"}, {"row_group_size": 1}]
)
def test_what_pyarrow_writes_has_no_fault(options):
    assert find_fatal_fault(io.BytesIO(write(**options)), LEAVES) == ""


@pytest.mark.parametrize(
    "leaf",
    [LeafColumn(0, 2, True), LeafColumn(0, 1, False)],
    ids=["a level more", "no strings"],
)
def test_statistics_of_another_size_are_a_fault(leaf):
    fault = find_fatal_fault(io.BytesIO(write()), [leaf, *LEAVES[1:]])
    assert fault == "has statistics of a column that do not fit its schema"


def test_a_footer_that_is_none_is_a_fault():
    assert "cannot be read" in find_fatal_fault(io.BytesIO(b"PAR1\xff\xff\x02\0\0\0PAR1"), LEAVES)


def test_no_changed_bit_of_a_footer_ends_the_process(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(write())
    done = subprocess.run(
        [sys.executable, "-c", READ_CHANGED_FILES, path], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-1000:]
    assert 100 < int(done.stdout) < 600


def test_encrypted_columns_are_one_error(tmp_path):
    encryption = pytest.importorskip("pyarrow.parquet.encryption")

    class Keys(encryption.KmsClient):
        def __init__(self, _):
            super().__init__()

        def wrap_key(self, key, _):
            return base64.b64encode(key)

        def unwrap_key(self, key, _):
            return base64.b64decode(key)

    key = bytes(random.Random(1).randrange(256) for _ in range(16)).hex()
    connection = encryption.KmsConnectionConfig(custom_kms_conf={"footer": key, "column": key})
    properties = encryption.CryptoFactory(Keys).file_encryption_properties(
        connection,
        encryption.EncryptionConfiguration(
            footer_key="footer", column_keys={"column": ["text"]}, plaintext_footer=True
        ),
    )
    path = Path(tmp_path / "a.parquet")
    path.write_bytes(write(encryption_properties=properties))
    with pytest.raises(InputError, match=r"has encrypted columns .*write it anew"), open_parquet(path):
        pass
