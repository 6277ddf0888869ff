"""Small random corpora cleaned by one machine and on Spark, one after the other in this process.

    python bench/spark_same.py [--cases 40] [--seed 1] [--master local[2]] [--keep FOLDER]

Tasks are small (two files, 1,500 bytes), so that a corpus of some 30 kB has ten to forty of them. Each folder is
compared byte for byte, all files but scratch and lock; or, where one machine refuses the corpus, the refusal. A
corpus whose folders differ is named by its seed. Exit 1 if there is one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from spark_mixed import Corpus, Maker

from cleaner.config import Configuration
from cleaner.corpus.engine import Engine
from cleaner.corpus.run import Run
from cleaner.corpus.running import Running
from cleaner.errors import CleanerError
from cleaner.formats.ignored import Selection
from cleaner.formats.sources import find
from cleaner.store.folder import OutputFolder

FILES, BYTES = 2, 1500
"""Of a task."""
