"""Documents and what their names stand for, in a table or in annotations, in; a corpus with hand-made truth out."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from benchmarks.corpus import Corpus
from graph.documents import find, load
from graph.evaluate import key_of, read_gold
from graph.pipeline import extract
from graph.records import Mention

__all__ = ["DOCUMENTS", "PASSAGES", "annotated", "samples", "truth"]

TRUTH = Path(__file__).parent.parent / "examples" / "gold" / "identity.csv"
DOCUMENTS = Path(__file__).parent.parent / "examples" / "documents"
PASSAGES = Path(__file__).parent.parent / "tests" / "passages"


def truth() -> dict[tuple[str, str, str], str]:
    """Return the thing of every form, type and document (its file's stem)."""
    with TRUTH.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {(row["form"], row["type"], row["document"]): f"{row['type']} {row['truth']}" for row in rows}


def samples() -> Corpus:
    """Extract the sample documents; the mentions that the table knows are those that are scored."""
    known, of, extractions = truth(), {}, []
    for path in find([DOCUMENTS]):
        extraction = extract(load(path))
        extractions.append(extraction)
        for mention in extraction.mentions:
            thing = known.get((mention.text, mention.type, path.stem))
            if thing is not None:
                of[mention] = thing
    return Corpus(tuple(extractions), of, {}, {})


def annotated(gold: Path, documents: Path) -> Corpus:
    """Extract annotated documents; the mentions are scored whose name, by type, is that of just one annotated entity.

    Two names are of one thing where the annotation gives one as the alias of the other. Between documents the
    annotations say nothing. `gold` and `documents` are folders as `regiongraph evaluate` reads them.
    """
    extractions = []
    of: dict[Mention, str] = {}
    for path in sorted(gold.glob("*.jsonl")):
        facts = read_gold(path)
        extraction = extract(load(documents / f"{facts[0]['doc']}.txt"))
        extractions.append(extraction)
        named: dict[tuple[str, str], set[str]] = defaultdict(set)
        for fact in facts:
            if fact["kind"] == "entity":
                kinds = fact["type"] if isinstance(fact["type"], list) else [fact["type"]]
                for kind in kinds:
                    for form in (fact["name"], *fact.get("aliases", [])):
                        named[kind, key_of(form, [kind])].add(fact["name"])
        for mention in extraction.mentions:
            names = named.get((mention.type, key_of(mention.text, [mention.type])), set())
            if len(names) == 1:
                of[mention] = f"{extraction.document.id} {min(names)}"
    return Corpus(tuple(extractions), of, {}, {}, alone=True)
