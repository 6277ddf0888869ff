"""What tells a folder from any other that stands at its path later."""

from __future__ import annotations

import os
from typing import NamedTuple


class FolderIdentity(NamedTuple):
    """The inode of a folder and its device, as the host of that name counts devices."""

    host: str
    device: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> FolderIdentity:
        """Describe a folder of this host."""
        return cls(os.uname().nodename, found.st_dev, found.st_ino)

    def is_same(self, other: FolderIdentity) -> bool:
        """Whether this is the same folder. Another host may give its device another number.

        >>> FolderIdentity("a", 1, 7).is_same(FolderIdentity("b", 2, 7))
        True
        >>> FolderIdentity("a", 1, 7).is_same(FolderIdentity("a", 2, 7))
        False
        """
        return self.inode == other.inode and (self.host != other.host or self.device == other.device)
