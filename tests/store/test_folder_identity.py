"""A folder is known by its inode, and on the same host by its device."""

import os

import pytest

from cleaner.store.folder_identity import FolderIdentity


def test_an_identity_is_that_of_the_folder(tmp_path):
    (tmp_path / "a").mkdir()
    found = (tmp_path / "a").stat()
    assert FolderIdentity.of(found) == (os.uname().nodename, found.st_dev, found.st_ino)
    assert not FolderIdentity.of(found).is_same(FolderIdentity.of(tmp_path.stat()))


@pytest.mark.parametrize(
    ("host", "device", "inode", "is_same"),
    [
        ("", 0, 0, True),
        ("", 1, 0, False),
        ("", 0, 1, False),
        ("x", 0, 0, True),
        ("x", 1, 0, True),
        ("x", 1, 1, False),
    ],
)
def test_on_another_host_a_device_may_have_another_number(host, device, inode, is_same):
    own = FolderIdentity("h", 1, 7)
    other = FolderIdentity("h" + host, 1 + device, 7 + inode)
    assert own.is_same(other) is other.is_same(own) is is_same
