"""How much a document's score owes to rules that no other document needs: each is scored with and without them.

    python benchmarks/own_rules.py --gold DIR --docs DIR [--gold DIR --docs DIR …]

A rule that finds something in one document only, of all that are given, may have been written for it. Every document is
scored with all rules, and without the rules that are its own in this sense: what is left is what rules give that other
documents share.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from graph.documents import load
from graph.evaluate import evaluate, read_gold
from graph.pipeline import extract


def text_of(gold: Path, documents: Path) -> Path:
    """Return the document that a gold file is about."""
    stem = str(read_gold(gold)[0].get("doc", gold.stem))
    return next(path for path in sorted(documents.glob(f"{stem}*")) if path.is_file())


def own_rules(pairs: list[tuple[Path, Path]]) -> dict[tuple[Path, str], set[str]]:
    """Map every gold file, as its folder and name, to the rules that find something in its document alone."""
    where: dict[str, set[tuple[Path, str]]] = defaultdict(set)
    files = [(folder, path, documents) for folder, documents in pairs for path in sorted(folder.glob("*.jsonl"))]
    for folder, path, documents in files:
        found = extract(load(text_of(path, documents)))
        for rule in {one.rule for one in (*found.mentions, *found.claims)}:
            where[rule].add((folder, path.stem))
    own: dict[tuple[Path, str], set[str]] = {(folder, path.stem): set() for folder, path, _ in files}
    for rule, places in where.items():
        if len(places) == 1:
            own[next(iter(places))].add(rule)
    return own


def main() -> None:
    """Score every document twice and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", required=True)
    parser.add_argument("--docs", type=Path, action="append", required=True)
    options = parser.parse_args()
    pairs = list(zip(options.gold, options.docs, strict=True))
    documents = dict(pairs)
    print(f"{'document':28}{'own rules':>10}{'entities':>10}{'without':>10}{'relations':>11}{'without':>10}")
    for (folder, name), rules in own_rules(pairs).items():
        with_all, with_less = (evaluate(folder, documents[folder], without={name: left}) for left in ((), rules))
        row = [scores[kind].f1 for kind in ("entity ALL", "relation ALL") for scores in (with_all, with_less)]
        print(f"{name:28}{len(rules):10}{row[0]:10.3f}{row[1]:10.3f}{row[2]:11.3f}{row[3]:10.3f}")


if __name__ == "__main__":
    main()
