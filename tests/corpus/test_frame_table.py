"""Columns of a table are those of its documents as they are now."""

from cleaner.corpus.disk_texts import DiskTexts
from cleaner.corpus.frame_table import FrameTable
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile
from tests.corpus.runs import put, run
from tests.corpus.test_run import FERRY, MARKET


def test_columns_are_those_of_the_documents_as_they_are(tmp_path):
    raw = put(tmp_path / "in", {"0.txt": f"{FERRY}\n\n{MARKET}\n".encode(), "1.txt": b"One.\n\nTwo.\n"})
    run(raw, tmp_path / "work")
    [frames] = (tmp_path / "work").glob("*.frames")
    work = Root.open(tmp_path / "work")
    table = FrameTable([ScratchFile(work, frames.name)], ScratchFile(work, "changes"))
    assert (table.first.tolist(), table.documents.tolist()) == ([0, 2, 4], [0, 0, 1, 1])
    shorter = table.frame(0)._replace(places=table.frame(0).places[:16])
    changed = table.with_frames([(0, shorter)])
    assert (changed.first.tolist(), changed.documents.tolist()) == ([0, 1, 3], [0, 1, 1])
    assert list(DiskTexts(changed)) == [FERRY, "One.", "Two."]
