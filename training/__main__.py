"""Rebuild what is learnt: `python -m training`, at the top of a checkout."""

from __future__ import annotations

import argparse

from graph.claims import classifier
from graph.mentions import labels
from graph.themes.score import SHARES
from training import claims, names, shares


def main() -> None:
    """Train the labeller of names and the classifier of claims, which sees its names; count shares of industries."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.parse_args()
    for path, (number, what) in (
        (labels.MODEL, (names.train(names.examples(), labels.MODEL), "characters")),
        (classifier.MODEL, (claims.train(claims.examples(), classifier.MODEL), "candidates")),
        (SHARES, (shares.count(shares.examples()), "reports")),
    ):
        print(f"{path}: {path.stat().st_size:,} bytes from {number:,} {what}")


if __name__ == "__main__":
    main()
