"""The command line in this process, without the cost of starting Python; and as a program of its own."""

import contextlib
import io
import os
import subprocess
import sys
from typing import NamedTuple
from unittest import mock

from cleaner.__main__ import main


class Done(NamedTuple):
    returncode: int
    stdout: bytes
    stderr: bytes

    @property
    def lines(self):
        return self.stdout.decode().splitlines()


class _Stream(io.TextIOWrapper):
    """A stream that is a terminal or not, as the test says."""

    def __init__(self, data=b"", *, terminal=False):
        super().__init__(io.BytesIO(data), encoding="utf-8", errors="surrogateescape", write_through=True)
        self.terminal = terminal

    def isatty(self):
        return self.terminal


def run(*arguments, cwd=None, stdin=b"", env=None, terminal=False):
    """Exit code, stdout and stderr of `cleaner ARGUMENTS`; the environment is empty but for `env`."""
    out, err = _Stream(terminal=terminal), _Stream()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with (
        mock.patch.object(sys, "argv", ["cleaner", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", _Stream(stdin)),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
        mock.patch.dict(os.environ, {**kept, **(env or {})}, clear=True),
        contextlib.chdir(cwd or "."),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code
    return Done(int(code or 0), out.buffer.getvalue(), err.buffer.getvalue())


def run_program(*arguments, env=None):
    """Run `python -m cleaner ARGUMENTS` where the environment counts: `env` adds a locale, a hash seed."""
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **(env or {})},
        check=False,
        timeout=120,
    )
    return Done(done.returncode, done.stdout, done.stderr)
