"""datatrove on JSON Lines in Zstandard: reader, ftfy, C4 lines, MinHash, writer, in one process.

    python bench/peers/datatrove_peer.py FOLDER SCRATCH [--lines-alone]

Needs `pip install 'datatrove[io,processing]' spacy`, best in an environment of its own, which
`CLEANER_DATATROVE` names to `bench/corpus.py`. Everything at its defaults. With `--lines-alone`, two filters
of C4 that have no counterpart with us are off: whole documents of too few sentences (which also spares it the
splitting into sentences, nearly half of its time), and lines without a full stop. Cleaned documents are
written and signed in one pass, and read again for the last step, as its own examples do. The words of MinHash
come from its default tokenizer for English, a blank spaCy. It compares documents, we compare paragraphs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
)
from datatrove.pipeline.filters import C4QualityFilter
from datatrove.pipeline.formatters import FTFYFormatter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter


def main() -> None:
    """Runs the peer on the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--lines-alone", action="store_true")
    chosen = parser.parse_args()
    c4 = {"min_num_sentences": -1, "filter_no_terminal_punct": False} if chosen.lines_alone else {}
    config = MinhashConfig()
    clean, signatures, buckets, removed, out = (
        str(chosen.scratch / name) for name in ("clean", "signatures", "buckets", "removed", "out")
    )
    steps = [
        [
            JsonlReader(str(chosen.folder), compression="zstd"),
            FTFYFormatter(),
            C4QualityFilter(**c4),
            JsonlWriter(clean, compression="zstd"),
            MinhashDedupSignature(signatures, config=config),
        ],
        [MinhashDedupBuckets(signatures, buckets, config=config)],
        [MinhashDedupCluster(buckets, removed, config=config)],
        [
            JsonlReader(clean, compression="zstd"),
            MinhashDedupFilter(removed),
            JsonlWriter(out, compression="zstd"),
        ],
    ]
    for number, pipeline in enumerate(steps):
        tasks = config.num_buckets if number == 1 else 1
        logs = str(chosen.scratch / "logs" / str(number))
        LocalPipelineExecutor(pipeline, tasks=tasks, workers=1, logging_dir=logs).run()


if __name__ == "__main__":
    main()
