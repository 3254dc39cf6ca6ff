"""The weights of themes in regions in; how particular each is to its regions, and a score to rank themes by, out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations
from math import log2

from graph.lexicon import GRAMMAR
from graph.themes.records import KINDS, Cell, Link

__all__ = ["SHARES", "expected", "particular", "quotient", "rarity", "score", "smoothed", "usual"]

#: How many regions the general share counts for beside those of the graph.
_PRIOR = 4.0
#: How much weight of the usual kind is put beside what a region shows, so that a short document claims little.
_SMOOTHING = 20.0
#: How much of a weight is put to the usual: nearly all of one entity that one sentence names.
_DISCOUNT = 0.75
#: What is particular in one region counts this much of what two share.
_OWN = 0.5
SHARES = GRAMMAR / "gazetteers" / "theme_shares.csv"
_USUAL = GRAMMAR / "gazetteers" / "usual_themes.csv"


@cache
def _general() -> Mapping[str, tuple[float, float]]:
    """Return, of each concept, its share of a report in general and the share of reports that speak of it."""
    with SHARES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["concept"]: (float(row["share"]), float(row["reports"])) for row in rows}


@cache
def usual() -> frozenset[str]:
    """Return the concepts that every report has a passage on (gazetteers/usual_themes.csv)."""
    with _USUAL.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["concept"] for row in csv.DictReader(line for line in lines if not line.startswith("#")))


def rarity(concept: str) -> float:
    """Return how rare a theme is, in bits: the binary logarithm of one in how many reports speaks of it.

    The inverse document frequency (Spärck Jones 1972), over reports of all provinces; what every report speaks of
    comes near 0, what none of them did counts as rare as the rarest.

    >>> rarity("fine-chemicals") > rarity("tourism")
    True
    """
    known = _general()
    rarest = min((reports for _, reports in known.values()), default=1.0)
    return -log2(known[concept][1] if concept in known else rarest)


def expected(concept: str, shares: Iterable[float]) -> float:
    """Return the share of a theme to expect of a region: the general one and those seen, the general one as a prior.

    `shares` are those of all compared regions, 0 included. Never 0: half of the rarest general share at least.
    """
    seen = list(shares)
    general = {one: share for one, (share, _) in _general().items()}
    floor = min((share for share in general.values() if share), default=0.01) / 2
    prior = max(general.get(concept, 0.0), floor)
    return (_PRIOR * prior + sum(seen)) / (_PRIOR + len(seen))


def smoothed(weight: float, whole: float, usual: float) -> float:
    """Return the share of a theme in a region, drawn towards the usual one where little is known of the region.

    A Dirichlet prior, as Monroe, Colaresi and Quinn (2008) use it to tell the words of groups apart, and an absolute
    discount (Ney, Essen and Kneser 1994): one mention in passing is hardly a theme.

    >>> smoothed(0.0, 0.0, 0.1)
    0.1
    """
    kept = max(weight - _DISCOUNT, 0.0)
    return (kept + (weight - kept + _SMOOTHING) * usual) / (whole + _SMOOTHING)


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


def score(concept: str, cells: Iterable[Cell], links: Iterable[Link]) -> float:
    """Return the score of a theme: what is particular in each region (half) and in pairs of them, times how rare it is.

    A pair adds the smaller of what is particular in the two, and the smaller of the two shares times
    log2(1 + the weights of the links between them), see KINDS: a link that a document states counts whatever the size.
    """
    cells = list(cells)
    own = {cell.region: cell.particular for cell in cells}
    share = {cell.region: cell.share for cell in cells}
    joined = dict.fromkeys(combinations(sorted(own), 2), 0.0)
    for link in links:
        pair = (min(link.a, link.b), max(link.a, link.b))
        if pair in joined:
            joined[pair] += KINDS[link.kind][2]
    shared = sum(min(own[a], own[b]) + min(share[a], share[b]) * log2(1 + weight) for (a, b), weight in joined.items())
    return rarity(concept) * (_OWN * sum(own.values()) + shared)
