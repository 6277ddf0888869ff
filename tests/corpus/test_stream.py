"""Records in a pipe: answered one by one and in order, bad ones named, quiet when the reader goes."""

import contextlib
import json
import os
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Configuration
from cleaner.corpus.per_text import TextCleaner, may_repeat
from cleaner.corpus.stream import RecordStream
from cleaner.duplicates.index.sqlite_index import ParagraphIndex
from cleaner.duplicates.ordered_pass import decide_texts
from cleaner.duplicates.settings import Settings
from cleaner.text import find_paragraphs
from tests.console import run
from tests.corpora import documents
from tests.examples import examples

FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."
ROOT = Path(__file__).parents[2]


def through(data, *arguments, cwd=None):
    return run("clean", "-", "--input-format", "jsonl", "-q", "--isolated", *arguments, stdin=data, cwd=cwd)


def record(text, **others):
    return json.dumps({**others, "text": text}).encode()


class Pipe:
    """The command in a process of its own, with a pipe at each end."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cleaner", "clean", "-", "--input-format", "jsonl", "-q", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(BrokenPipeError):  # what is left unsent is nobody's
                stream.close()

    def ask(self, line):
        self.process.stdin.write(line)
        self.process.stdin.flush()
        return self.process.stdout.readline()


class TestBytes:
    @pytest.mark.parametrize(
        ("data", "wanted"),
        [
            (b"", b""),
            (b"\n\r\n \n", b"\n\r\n \n"),
            (b'{"text": "One. "}', b'{"text": "One."}'),
            (
                b'{"text": "One. "}\r\n\r\n{"text":"Two. "}\r\n',
                b'{"text": "One."}\r\n\r\n{"text":"Two."}\r\n',
            ),
            (
                b'{"n": 1.50e3,  "text": "One. ", "u": "\\u00e9"}\n',
                b'{"n": 1.50e3,  "text": "One.", "u": "\\u00e9"}\n',
            ),
            (b'\xef\xbb\xbf{"text": "One."}\n', b'\xef\xbb\xbf{"text": "One."}\n'),
        ],
        ids=["nothing", "blank lines", "no last line break", "CRLF", "spelling", "byte order mark"],
    )
    def test_what_is_no_text_is_kept(self, data, wanted):
        done = through(data)
        assert (done.stdout, done.returncode, done.stderr) == (wanted, 0, b"")

    @examples(30)
    @given(texts=st.lists(documents(), max_size=4))
    def test_each_record_is_a_corpus_of_its_own(self, texts):
        data = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
        whole = [answer.data for answer in RecordStream(Configuration()).lines(BytesIO(data))]
        lines = data.splitlines(keepends=True)
        assert whole == [a.data for line in lines for a in RecordStream(Configuration()).lines(BytesIO(line))]


class TestBadLines:
    def test_they_are_named_and_left_out_and_the_others_come_in_order(self):
        bad = [
            b"{",
            b'{"text": 1}',
            b'{"text": "caf\xe9"}',
            b'{"body": "x"}',
            b'{"text": "' + b"x" * 5000 + b'"}',
        ]
        data = b"".join(record(f"Record {n}. ") + b"\n" + line + b"\n" for n, line in enumerate(bad))
        done = through(data, "--max-record", "2K")
        assert [json.loads(line)["text"] for line in done.lines] == [f"Record {n}." for n in range(5)]
        told = done.stderr.decode().splitlines()
        assert [line.split(":")[2] for line in told] == ["2", "4", "6", "8", "10"] and done.returncode == 3
        assert all("at byte " in line and line.endswith(")") for line in told)

    def test_a_text_that_cannot_be_written_is_named_by_its_record(self):
        data = record("fine") + b"\n" + record("a stray \udc92 byte") + b"\n"
        done = through(data.replace(b"\\udc92", b"\\u0081"), "--select", "whitespace")
        assert done.returncode == 0  # a control character can be written
        assert through(data).returncode == 3 and b"-:2: " in through(data).stderr

    def test_parquet_is_no_stream(self):
        done = run("clean", "-", "--input-format", "parquet", stdin=b"PAR1")
        assert done.returncode == 2 and b"Parquet cannot be read from a stream" in done.stderr


class TestDuplicates:
    def test_within_a_record_and_not_between_records(self):
        text = f"{FERRY}\n\nOther words in between.\n\n{FERRY}"
        done = through(record(text) + b"\n" + record(text) + b"\n")
        wanted = f"{FERRY}\n\nOther words in between."
        assert [json.loads(line)["text"] for line in done.lines] == [wanted, wanted]

    def test_against_an_index_that_is_opened_once(self, tmp_path, monkeypatch):
        with ParagraphIndex.build(tmp_path / "old.index") as index:
            index.add([("old.txt", ["A heading", FERRY])])
        opened = []
        real = ParagraphIndex.open.__func__
        monkeypatch.setattr(
            ParagraphIndex,
            "open",
            classmethod(lambda cls, *rest, **more: opened.append(1) or real(cls, *rest, **more)),
        )
        data = b"".join(record(text) + b"\n" for text in (FERRY, "Other words.", f"More of it.\n\n{FERRY}"))
        done = through(data, "--index", tmp_path / "old.index")
        assert [json.loads(line)["text"] for line in done.lines] == ["", "Other words.", "More of it."]
        assert len(opened) == 1
        dropped = through(data, "--index", tmp_path / "old.index", "--drop-empty")
        assert [json.loads(line)["text"] for line in dropped.lines] == ["Other words.", "More of it."]

    @examples(150)
    @given(
        text=documents(),
        other=documents(),
        shingle=st.sampled_from(["word:2", "word:3", "char:5"]),
        threshold=st.sampled_from([0.3, 0.55, 0.9]),
        containment=st.sampled_from([None, 0.8, 1.0]),
    )
    def test_the_screen_hides_nothing(self, text, other, shingle, threshold, containment):
        text = f"{text}\n\n{other}\n\n{text}" if len(text) % 3 else f"{text}\n\n{other}"
        texts = [text[start:end] for start, end in find_paragraphs(text)]
        chosen = Settings(shingle=shingle, threshold=threshold, containment=containment)
        if not may_repeat(texts, chosen):
            found = decide_texts(texts, [0] * len(texts), chosen)
            assert not found.drops and not found.notes and not found.documents

    def test_the_screen_lets_prose_pass_unasked(self):
        paper = [f"{word} {FERRY}" for word in ("One", "Two")]
        assert may_repeat(paper, Settings())
        assert not may_repeat(
            [FERRY, "Nobody in the square could say who had ordered the benches for it."], Settings()
        )


class TestPipes:
    def test_each_line_is_answered_before_the_next_is_sent(self):
        with Pipe() as pipe:
            for number in range(5):
                answer = pipe.ask(record(f"Record {number} of secu-rity. ") + b"\n")
                assert json.loads(answer)["text"] == f"Record {number} of security."
            assert pipe.ask(b"\n") == b"\n"
            pipe.process.stdin.close()
            assert pipe.process.stdout.read() == b"" and pipe.process.wait(30) == 0

    def test_a_reader_that_goes_ends_it_quietly(self):
        with Pipe() as pipe:
            assert pipe.ask(record("One. ") + b"\n")
            pipe.process.stdout.close()
            until = time.monotonic() + 30
            while pipe.process.poll() is None and time.monotonic() < until:
                try:
                    pipe.process.stdin.write((record("Two. " * 500) + b"\n") * 50)
                    pipe.process.stdin.flush()
                except BrokenPipeError:
                    break
            assert pipe.process.wait(30) == 141
            assert pipe.process.stderr.read() == b""

    def test_an_interrupt_is_130_and_no_trace(self):
        import signal

        with Pipe() as pipe:
            assert pipe.ask(record("One. ") + b"\n")
            pipe.process.send_signal(signal.SIGINT)
            assert pipe.process.wait(30) == 130 and b"Traceback" not in pipe.process.stderr.read()


def test_suppressions_for_all_files_hold_for_a_stream(tmp_path):
    (tmp_path / "cleaner-ignore.toml").write_text(
        '[[ignore]]\npath = "*"\nrule = "hyphenation.broken-word"\nreason = "so it is spelt"\n'
    )
    (tmp_path / "cleaner.toml").write_text('input-format = "jsonl"\n')
    done = run("clean", "-", "-q", stdin=record("Secu-rity. ") + b"\n", cwd=tmp_path)
    assert json.loads(done.stdout)["text"] == "Secu-rity."


def test_a_page_in_a_stream_becomes_its_text():
    page = (
        f"<html><body><article><p>{FERRY}<p>It was a matter of secu-rity, they said.</article></body></html>"
    )
    done = run("clean", "-", "--input-format", "html", "-q", stdin=page.encode())
    assert done.returncode == 0 and b"<" not in done.stdout and b"matter of security" in done.stdout


def test_an_index_is_closed(tmp_path):
    with ParagraphIndex.build(tmp_path / "old.index") as index:
        index.add([("old.txt", [FERRY])])
    with TextCleaner(Configuration(), tmp_path / "old.index") as single:
        assert single.clean("a", FERRY).document.text == ""
        assert single.clean("old.txt", FERRY).document.text == FERRY  # not compared with itself
