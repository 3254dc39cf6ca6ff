"""The weights of themes in regions in; how particular each is to its regions, and a score to rank themes by, out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations
from math import log2

from graph.lexicon import GRAMMAR
from graph.themes.records import KINDS, Cell, Link

__all__ = ["SHARES", "expected", "particular", "quotient", "score", "smoothed"]

#: How many regions the general share counts for beside those of the graph.
_PRIOR = 4.0
#: How much weight of the usual kind is put beside what a region shows, so that a short document claims little.
_SMOOTHING = 20.0
SHARES = GRAMMAR / "gazetteers" / "theme_shares.csv"


@cache
def general_shares() -> Mapping[str, float]:
    """Return what share of a report each concept takes in general, measured on reports of all provinces."""
    with SHARES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["concept"]: float(row["share"]) for row in rows}


def expected(concept: str, shares: Iterable[float]) -> float:
    """Return the share of a theme to expect of a region: the general one and those seen, the general one as a prior.

    `shares` are those of all compared regions, 0 included. Never 0: half of the rarest general share at least.
    """
    seen = list(shares)
    general = general_shares()
    floor = min(general.values(), default=0.01) / 2
    prior = max(general.get(concept, 0.0), floor)
    return (_PRIOR * prior + sum(seen)) / (_PRIOR + len(seen))


def smoothed(weight: float, whole: float, usual: float) -> float:
    """Return the share of a theme in a region, drawn towards the usual one where little is known of the region.

    A Dirichlet prior, as Monroe, Colaresi and Quinn (2008) use it to tell the words of groups apart.

    >>> smoothed(0.0, 0.0, 0.1)
    0.1
    """
    return (weight + _SMOOTHING * usual) / (whole + _SMOOTHING)


def quotient(share: float, usual: float) -> float:
    """Return the location quotient: a theme's share in a region against the share to expect (Isard 1960, ch. 7).

    >>> quotient(0.2, 0.1)
    2.0
    """
    return share / usual


def particular(share: float, usual: float) -> float:
    """Return what a theme adds to how a region differs from the usual, in bits, 0 where it has no more than usual.

    The term of the theme in the Kullback-Leibler divergence (Kullback and Leibler 1951) of the region's shares from the
    usual ones: what everyone has comes to nothing, however often it is named, and what is rare must be weighty as well.

    >>> particular(0.1, 0.1), particular(0.2, 0.1)
    (0.0, 0.2)
    """
    return share * max(0.0, log2(share / usual)) if share > 0 else 0.0


def score(cells: Iterable[Cell], links: Iterable[Link]) -> float:
    """Return the score of a theme: what is particular in each region, and for each pair what both have.

    For a pair that is the smaller of the two, times 1 + log2(1 + the weights of the links between them), see KINDS.
    """
    own = {cell.region: cell.particular for cell in cells}
    joined = dict.fromkeys(combinations(sorted(own), 2), 0.0)
    for link in links:
        pair = (min(link.a, link.b), max(link.a, link.b))
        if pair in joined:
            joined[pair] += KINDS[link.kind][2]
    shared = sum(min(own[a], own[b]) * (1 + log2(1 + weight)) for (a, b), weight in joined.items())
    return sum(own.values()) + shared
