from weakref import WeakSet

from cleaner.corpus import disk_texts
from cleaner.corpus.disk_texts import ParagraphBatch
from cleaner.corpus.frame_table import Address


def test_few_files_stay_open_however_many_are_read(monkeypatch):
    opened = WeakSet()

    class File:
        def __init__(self, path):
            self.path = path
            opened.add(self)

        def text(self, offset, paragraph):
            assert len(opened) <= 3
            return f"{self.path}:{offset}:{paragraph}"

        def texts(self, offset):
            return [self.text(offset, number) for number in range(2)]

    monkeypatch.setattr(disk_texts, "FrameFile", File)
    monkeypatch.setattr(disk_texts, "OPEN", 3)
    spots = [Address(f"{number % 7}", number, number) for number in range(50)]
    assert list(ParagraphBatch(spots)) == [f"{number % 7}:{number}:{number}" for number in range(50)]
    assert list(ParagraphBatch([Address("a", 5, None), Address("b", 0, 1)])) == ["a:5:0", "a:5:1", "b:0:1"]
