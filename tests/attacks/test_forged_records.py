"""Records of a cleaned folder that were forged and sealed again: each costs itself, as damage."""

import json

import pytest

from cleaner import json_codec
from cleaner.hashing import sha256_hex
from tests.console import run

MANIFEST, TRAIL = ".cleaner/manifest.json", ".cleaner/trail/00000.jsonl"
TEXTS = {"a.txt": b"A plain secu-rity matter.\n", "b.txt": b"An honest secu-rity matter.\n"}


@pytest.fixture
def cleaned(tmp_path):
    (tmp_path / "raw").mkdir()
    for name, data in TEXTS.items():
        (tmp_path / "raw" / name).write_bytes(data)
    assert run("clean", tmp_path / "raw", "-o", tmp_path / "out").returncode == 0
    return tmp_path / "out"


def seal(folder, manifest):
    """Write the manifest with the hashes that it has to have."""
    manifest["trail_sha256"] = {
        name: sha256_hex((folder / name).read_bytes()) for name in manifest["trail_sha256"]
    }
    manifest["sha256"] = ""
    manifest["sha256"] = sha256_hex(json_codec.encode(manifest, indent=1) + b"\n")
    (folder / MANIFEST).write_bytes(json_codec.encode(manifest, indent=1) + b"\n")


def forge_record(folder, **values):
    """Change the record of the first text."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    assert manifest["documents"][0]["name"] == "a.txt"
    manifest["documents"][0] |= values
    seal(folder, manifest)


def forge_evidence(folder, old, new):
    trail = (folder / TRAIL).read_bytes()
    assert old in trail
    (folder / TRAIL).write_bytes(trail.replace(old, new))
    seal(folder, json.loads((folder / MANIFEST).read_bytes()))


@pytest.mark.parametrize("encoding", ["nope", "hex", "", "idna", "punycode", "undefined", "a" * 300, "x\0y"])
def test_an_encoding_that_is_none_costs_its_text(cleaned, tmp_path, encoding):
    forge_record(cleaned, encoding=encoding)
    done = run("restore", cleaned, "-o", tmp_path / "back")
    assert done.returncode == 4 and b"there is no encoding" in done.stdout + done.stderr
    assert (tmp_path / "back" / "b.txt").read_bytes() == TEXTS["b.txt"]
    assert not (tmp_path / "back" / "a.txt").exists()
    verified = run("verify", cleaned, "--read-data")
    assert verified.returncode == 4 and b"a.txt" in verified.stdout
    assert run("map", cleaned / "a.txt", "--to", "raw", "--bytes", "0:5").returncode == 4


@pytest.mark.parametrize("patch", [[0, 1, "zz"], [0, 1, "a"], [-5, 2, "00"], [10**18, 10**18, "00"]])
def test_a_patch_of_bytes_that_are_none_costs_its_text(cleaned, tmp_path, patch):
    forge_record(cleaned, patches=[patch])
    assert run("restore", cleaned, "-o", tmp_path / "back").returncode == 4
    assert (tmp_path / "back" / "b.txt").read_bytes() == TEXTS["b.txt"]


@pytest.mark.parametrize(
    "counts", [b"[0]", b"[0,0,0]", b'["text"]', b"[]", b"{}", b"null", b'"x"', b"[[0],[1]]"]
)
def test_evidence_of_any_shape_is_shown(cleaned, tmp_path, counts):
    forge_evidence(cleaned, b'"elsewhere":[0,0]', b'"elsewhere":' + counts)
    assert run("why", cleaned / "a.txt:1").returncode == 0
    assert run("report", cleaned, "-o", tmp_path / "page.html").returncode == 0
    assert (tmp_path / "page.html").exists()


@pytest.mark.parametrize("depth", [100, 450, 900])
def test_evidence_of_any_depth_is_shown_or_damage(cleaned, tmp_path, depth):
    deep = b'"elsewhere":[0,0],"zz":' + b"[" * depth + b"1" + b"]" * depth
    forge_evidence(cleaned, b'"elsewhere":[0,0]', deep)
    assert run("why", cleaned / "a.txt:1").returncode in (0, 4)
    assert run("report", cleaned, "-o", tmp_path / "page.html").returncode in (0, 4)
