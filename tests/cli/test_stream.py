"""`cleaner clean -`: a text, or one record after the other."""

import json
import subprocess
import sys

from tests.console import run
from tests.seeds import DIRTY


def test_a_pipe():
    done = run("clean", "-", stdin=DIRTY.encode())
    assert done.returncode == 0
    assert done.stdout == b"The gate is a matter of security, said the board.\n"
    assert run("clean", "-", "-q", stdin=b"").stdout == b""
    check = run("check", "-", stdin=DIRTY.encode())
    assert check.returncode == 1 and check.stdout.startswith(b"-:1:29: hyphenation.broken-word")


def test_the_answer_to_a_line_comes_before_the_next_line_is_read():
    with subprocess.Popen(
        [sys.executable, "-m", "cleaner", "clean", "-", "--input-format", "jsonl", "-q"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for text in ("The secu-rity comes first.", "It isnâ€™t so.  "):
            process.stdin.write(json.dumps({"text": text}, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())["text"]
            assert answer in ("The security comes first.", "It isn’t so.")
        process.stdin.close()
    assert process.returncode == 0
