"""Raw folders and their cleaned twins, for the commands that read one."""

import pytest

from tests.console import run
from tests.corpus.runs import put
from tests.format_corpus import MIXED
from tests.sample_corpus import HARBOUR


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """A folder of raw files and its cleaned twin."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "raw" / "sub").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(f"Share this!\n\nA matter of secu-rity, said Maria.\n\n{HARBOUR}\n")
    (folder / "raw" / "sub" / "b.txt").write_text(f"One more.\n\n{HARBOUR.replace('said', 'told us')}\n")
    assert run("clean", folder / "raw", "-o", folder / "clean").returncode == 0
    return folder


@pytest.fixture(scope="session")
def records(tmp_path_factory):
    """A folder of files of records and a page, and its cleaned twin."""
    folder = tmp_path_factory.mktemp("records")
    put(folder / "raw", MIXED)
    fields = ["--text-field", "title", "--text-field", "text", "--id-field", "id"]
    done = run("clean", folder / "raw", "-o", folder / "clean", *fields, "--drop-empty", "--keep-raw")
    assert done.returncode == 3
    return folder
