"""How well and how fast mentions become entities: B-cubed against known truth, beside simpler keys; time and memory.

    python -m benchmarks.resolution [--mentions N] [--seed N] [--show N] [--markdown] [--large] [--no-time]
                                    [--only samples|annotated|generated] [--gold DIR --docs DIR]

Three corpora: the sample documents, read by the extractor, with a truth written by hand; annotated documents, whose
truth is known inside each of them (tests/passages, or those of --gold and --docs); and generated documents of many
cities with known truth (see benchmarks/corpus.py and benchmarks/things.py for what noise they hold). Simpler ways of
joining names are measured in the same run (benchmarks/peers.py). Then come the ten most frequent kinds of error, and
how time and memory grow with the number of mentions.
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.bcubed import Scores, bcubed, pairwise
from benchmarks.corpus import Corpus, generate
from benchmarks.errors import Wrong, frequent, splits, wrong_merges
from benchmarks.peers import WAYS, Found
from benchmarks.samples import PASSAGES, annotated, samples
from graph.records import TYPES
from graph.resolution import resolve

SIZES = (10_000, 30_000, 100_000)
LARGE = 300_000


class Table:
    """Prints rows in columns, or as a table of Markdown."""

    def __init__(self, head: Sequence[str], *, markdown: bool) -> None:
        self.markdown = markdown
        self.row(head)
        if markdown:
            print("| --- |" + " ---: |" * (len(head) - 1))

    def row(self, cells: Sequence[str]) -> None:
        """Print one row."""
        if self.markdown:
            print("| " + " | ".join(cells) + " |")
        else:
            print(f"{cells[0]:34}" + "".join(f"{cell:>12}" for cell in cells[1:]))


def _shown(scores: Scores) -> list[str]:
    return [f"{scores.precision:.3f}", f"{scores.recall:.3f}", f"{scores.f1:.3f}"]


def quality(title: str, corpus: Corpus, *, markdown: bool) -> Found:
    """Print how each way scores on a corpus, and ours by type; return what ours found."""
    entities = len(set(corpus.truth.values()))
    print(
        f"\n{title}: {len(corpus.extractions)} documents, {len(corpus.truth):,} mentions of {entities:,} entities, ",
        end="",
    )
    print(f"{corpus.namesakes():.0%} with namesakes\n")
    table = Table(("way", "precision", "recall", "F1", "pairwise F1"), markdown=markdown)
    found: Found = {}
    for name, way in WAYS.items():
        found = corpus.judged(way(corpus.extractions))
        scores = bcubed(corpus.truth, found)
        table.row((name, *_shown(scores), f"{pairwise(corpus.truth, found).f1:.3f}"))
    print()
    table = Table(("RegionGraph, by type", "precision", "recall", "F1", "mentions"), markdown=markdown)
    for kind in TYPES:
        only = [mention for mention in corpus.truth if mention.type == kind]
        if only:
            scores = bcubed(corpus.truth, found, only)
            table.row((kind, *_shown(scores), f"{scores.count:,}"))
    return found


def errors(corpus: Corpus, found: Found, show: int, *, markdown: bool) -> None:
    """Print the kinds of error that are most frequent, and some examples of each sort."""
    for head, wrong in (("split by", splits(corpus, found)), ("wrongly merged", wrong_merges(corpus, found))):
        print()
        if not wrong:
            print(f"{head}: none")
            continue
        table = Table((f"{head} ({len(wrong):,})", "mentions", "share"), markdown=markdown)
        for kind, count in frequent(wrong, 10):
            table.row((kind, f"{count:,}", f"{count / len(corpus.truth):.2%}"))
        for example in _spread(wrong, show):
            print(f"  {example}")


def _spread(wrong: Sequence[Wrong], count: int) -> Sequence[Wrong]:
    """Return some of many, evenly spread."""
    return wrong[:: max(1, len(wrong) // count)][:count] if count else ()


def growth(sizes: Sequence[int], seed: int, *, markdown: bool) -> None:
    """Print seconds and memory for each size, and the slope of the logarithm of time over that of mentions."""
    print("\nprocessor time of resolution alone, one process; peak memory of the process, the corpus included\n")
    table = Table(("mentions", "seconds", "mentions/s", "slope", "peak MB"), markdown=markdown)
    resolve(generate(500, seed).extractions)  # loads the gazetteers
    last: tuple[int, float] | None = None
    for size in sizes:
        corpus = generate(size, seed)
        started = time.process_time()
        resolve(corpus.extractions)
        taken, count = time.process_time() - started, len(corpus.truth)
        slope = f"{math.log(taken / last[1]) / math.log(count / last[0]):.2f}" if last else ""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        table.row((f"{count:,}", f"{taken:.2f}", f"{count / taken:,.0f}", slope, f"{peak:,.0f}"))
        last = count, taken


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=30_000, help="size of the generated corpus for quality")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N splits and N wrong merges")
    parser.add_argument("--markdown", action="store_true", help="print tables of Markdown")
    parser.add_argument("--large", action="store_true", help=f"measure the time of {LARGE:,} mentions as well")
    parser.add_argument("--no-time", action="store_true", help="leave out the measurement of time")
    parser.add_argument("--only", choices=("samples", "annotated", "generated"), help="score one corpus only")
    parser.add_argument("--gold", type=Path, default=PASSAGES / "gold", help="folder of annotations")
    parser.add_argument("--docs", type=Path, default=PASSAGES / "documents", help="folder of the annotated documents")
    options = parser.parse_args()
    made: dict[str, Callable[[], Corpus]] = {
        "samples": samples,
        "annotated": lambda: annotated(options.gold, options.docs),
        "generated": lambda: generate(options.mentions, options.seed),
    }
    for name, make in made.items():
        if options.only in (None, name):
            print(f"making the corpus: {name}", file=sys.stderr)
            corpus = make()
            found = quality(name, corpus, markdown=options.markdown)
            errors(corpus, found, options.show, markdown=options.markdown)
    if not options.no_time:
        growth((*SIZES, LARGE) if options.large else SIZES, options.seed, markdown=options.markdown)


if __name__ == "__main__":
    main()
