"""How fast documents are read: text to claims and file to graph.nq, as ratios to peers measured in the same run.

    python benchmarks/extract.py [FOLDER] [--rounds N]

FOLDER holds .txt documents (default: the samples). Peers: jieba.posseg tagging the same text, and reading the files.
Every figure is the median of the rounds, one process, one core; dictionaries and rules are loaded before. The last line
is the peak memory of a process that extracts the folder many times over, document by document, beside one that does it
once.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import jieba.posseg

from graph.documents import find, load
from graph.pipeline import build, extract
from graph.rdf.iris import BASE
from graph.rdf.triples import triples
from graph.resolution import resolve
from graph.store import nquads

SAMPLES = Path(__file__).parent.parent / "examples" / "documents"


def median_seconds(run: Callable[[], object], rounds: int) -> float:
    """Return the median time of some rounds, after one that is not counted."""
    run()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    paths = find([options.folder])
    documents = [load(path) for path in paths]
    characters = sum(len(document.text) for document in documents)
    jieba.setLogLevel(60)

    def facts() -> None:
        with tempfile.TemporaryDirectory() as folder:
            found = [extract(load(path)) for path in paths]
            lines = nquads(list(triples(found, resolve(found), base=BASE)))
            (Path(folder) / "graph.nq").write_text(lines, encoding="utf-8")

    def graph() -> None:
        with tempfile.TemporaryDirectory() as folder:
            build(paths, Path(folder) / "out")

    seconds = {
        "read the files": median_seconds(lambda: [path.read_text(encoding="utf-8") for path in paths], options.rounds),
        "jieba.posseg": median_seconds(
            lambda: [list(jieba.posseg.cut(document.text)) for document in documents], options.rounds
        ),
        "text to claims": median_seconds(lambda: [extract(document) for document in documents], options.rounds),
        "file to graph.nq": median_seconds(facts, options.rounds),
        "whole build": median_seconds(graph, options.rounds),
    }
    print(f"{len(paths)} documents, {characters} characters, median of {options.rounds} rounds")
    print(f"{'stage':28}{'characters/s':>16}{'times jieba.posseg':>22}")
    for name, taken in seconds.items():
        print(f"{name:28}{characters / taken:16,.0f}{seconds['jieba.posseg'] / taken:22.2f}")
    once, often = peak_megabytes(options.folder, 1), peak_megabytes(options.folder, 40)
    print(f"peak memory: {once:.0f} MB for the folder once, {often:.0f} MB for it 40 times over")


def peak_megabytes(folder: Path, times: int) -> float:
    """Return the peak memory of a process that extracts a folder's documents so many times (Linux)."""
    code = """
import sys
from pathlib import Path
from graph.documents import find, load
from graph.pipeline import extract
for _ in range(int(sys.argv[2])):
    for path in find([Path(sys.argv[1])]):
        extract(load(path))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
    run = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(times)], capture_output=True, text=True, check=True
    )
    return float(run.stdout) / 1024


if __name__ == "__main__":
    main()
