"""Fuzzes one target, guided by coverage, or executes it once.

    python bench/fuzz.py TARGET [-runs=N] [CORPUS_FOLDER ...]   # atheris: pip install -e '.[fuzz]'
    python bench/fuzz.py TARGET --own N [--seed N]              # our own mutators, as bench/trust.py
    python bench/fuzz.py TARGET --input BASE64 | --file FILE    # once; what bench/trust.py prints
    python bench/fuzz.py --list

atheris and libFuzzer take all options that begin with one dash. An input that breaks a promise is shrunk,
printed as what makes it again, and ends the run with 1.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]


def main() -> int:
    """Does what the arguments say; 1 where a promise broke."""
    arguments = sys.argv[1:]
    if arguments == ["--list"]:
        from fuzzing.targets import TARGETS

        for target in TARGETS:
            print(f"{target.name:24} {target.promise}")
        return 0
    if not arguments or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    name, options = arguments[0], arguments[1:]
    if options[:1] == ["--input"]:
        return run_once(name, base64.b64decode(options[1]))
    if options[:1] == ["--file"]:
        return run_once(name, Path(options[1]).read_bytes())
    if options[:1] == ["--own"]:
        return run_own(name, int(options[1]), int(options[3]) if options[2:3] == ["--seed"] else 0)
    return run_guided(name, options)


def run_once(name: str, data: bytes) -> int:
    """Executes the target on one input, without a limit of time, and lets its error show itself."""
    from fuzzing.targets import find_target

    find_target(name).check(data)
    print("every promise holds")
    return 0


def run_own(name: str, trials: int, seed: int) -> int:
    """Fuzzes with our own mutators."""
    from fuzzing.loop import fuzz
    from fuzzing.targets import find_target

    code = 0
    for failure in fuzz(find_target(name), trials, seed):
        print(failure, flush=True)
        code = 1
    return code


def run_guided(name: str, options: list[str]) -> int:
    """Fuzzes with atheris: coverage of the package guides it. It ends the process by itself."""
    import atheris

    with atheris.instrument_imports(include=["cleaner"]):
        from fuzzing.targets import find_target

        target = find_target(name)
        # What a target imports at its first call is instrumented too.
        for seed in target.seeds()[:20]:
            target.check(seed)
    from fuzzing.execute import execute
    from fuzzing.loop import spell_input
    from fuzzing.shrink import shrink

    def try_input(data: bytes) -> None:
        failure = execute(target, data)
        if failure is None:
            return
        kind = failure.kind
        small = shrink(
            data, lambda piece: (again := execute(target, piece)) is not None and again.kind == kind
        )
        print(f"\n{failure.kind}: {failure.message}")
        print(f"python bench/fuzz.py {name} {spell_input(small)}", flush=True)
        raise SystemExit(1)

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(target.seeds()):
            Path(corpus, f"{number:05}").write_bytes(seed)
        lists = Path(corpus + ".dict")
        lists.write_text("".join(f'"{_spell(token)}"\n' for token in target.tokens if token))
        given = [f"-dict={lists}", "-max_len=10000", "-timeout=60", *options, corpus]
        atheris.Setup([sys.argv[0], *given], try_input)
        atheris.Fuzz()
    return 0


def _spell(token: bytes) -> str:
    """A token as the dictionary of libFuzzer spells it."""
    return "".join(f"\\x{byte:02x}" for byte in token)


if __name__ == "__main__":
    sys.exit(main())
