"""A cleaned folder that was forged as a whole agrees with itself; the seal that the run printed finds it."""

import json
import re

import pytest

from cleaner.hashing import sha256_hex
from tests.console import run_program

TEXT = b"The harbour board will keep the old crane by the eastern mole.\n"
FORGED = TEXT.replace(b"keep", b"sell")


@pytest.fixture
def cleaned(tmp_path):
    """A cleaned folder of one text that has nothing to mend, and the seal that its run printed."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_bytes(TEXT)
    done = run_program("clean", tmp_path / "raw", "-o", tmp_path / "clean")
    assert done.returncode == 0
    (tmp_path / "raw" / "a.txt").unlink()
    return tmp_path / "clean", re.search(rb"^seal +([0-9a-f]{64})$", done.stderr, re.MULTILINE)[1].decode()


def forge(folder):
    """Rewrite the output, all of its hashes, and the seal, so that they agree with one another."""
    (folder / "a.txt").write_bytes(FORGED)
    path = folder / ".cleaner" / "manifest.json"
    told = path.read_bytes().replace(sha256_hex(TEXT).encode(), sha256_hex(FORGED).encode())
    seal = json.loads(told)["sha256"].encode()
    path.write_bytes(told.replace(seal, sha256_hex(told.replace(seal, b"")).encode()))


def test_the_folder_of_the_run_has_its_seal(cleaned):
    folder, seal = cleaned
    for spelling in (seal, seal.upper()):
        done = run_program("verify", folder, "--read-data", "--against-sha256", spelling)
        assert (done.returncode, done.stdout) == (0, b"")


def test_a_forged_folder_agrees_with_itself_and_has_another_seal(cleaned):
    folder, seal = cleaned
    forge(folder)
    assert run_program("verify", folder, "--read-data").returncode == 0
    done = run_program("verify", folder, "--against-sha256", seal)
    [line] = done.stdout.decode().splitlines()
    assert done.returncode == 4 and line.startswith(f"{folder}/.cleaner/manifest.json: has the seal ")
    assert f", not {seal}" in line


def test_a_seal_that_was_written_over_another_manifest_does_not_help(cleaned):
    """The seal is computed and not read: the forger may write into the manifest what he likes."""
    folder, seal = cleaned
    forge(folder)
    path = folder / ".cleaner" / "manifest.json"
    told = path.read_bytes()
    path.write_bytes(told.replace(json.loads(told)["sha256"].encode(), seal.encode()))
    assert run_program("verify", folder, "--against-sha256", seal).returncode == 4


def test_nothing_else_is_read_before_the_seal_agrees(cleaned):
    """A manifest that no parser should see: it is compared as bytes."""
    folder, seal = cleaned
    (folder / ".cleaner" / "manifest.json").write_bytes(b"[" * 100_000)
    done = run_program("verify", folder, "--against-sha256", seal)
    assert done.returncode == 4 and done.stdout.count(b"\n") == 1 and b"has the seal" in done.stdout


@pytest.mark.parametrize("value", ["", "0", "g" * 64, "0" * 63, "0" * 65, " " + "0" * 63])
def test_what_is_no_hash_is_refused_and_not_passed_over(tmp_path, value):
    """An empty variable in a build script must not look like a comparison that went well."""
    done = run_program("verify", tmp_path, "--against-sha256", value)
    assert done.returncode == 2 and b"is no SHA-256" in done.stderr
