"""What to do about damage: the remedies that several errors of the store name."""

from __future__ import annotations

CLEAN_AGAIN = "clean the raw files again"
NEW_FOLDER = "clean again into a new folder"
EMPTY_FOLDER = "restore into an empty folder"
