"""True and found clusters of the same mentions in; B-cubed and pairwise precision, recall and F1 out.

B-cubed is that of Bagga and Baldwin, "Algorithms for scoring coreference chains" (1998): for every mention, the share
of the mentions of its found cluster that truly belong to it (precision), and of its true cluster that were found with
it (recall); averaged over the mentions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

__all__ = ["Scores", "bcubed", "pairwise"]

M = TypeVar("M", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision and recall, from 0 to 1, and the number of mentions (B-cubed) or true pairs that they are over."""

    precision: float
    recall: float
    count: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _tables(
    truth: Mapping[M, str], found: Mapping[M, str]
) -> tuple[Counter[tuple[str, str]], Counter[str], Counter[str]]:
    """Count the mentions by both clusters, by the true one and by the found one; refuse what is not clustered."""
    if missing := [mention for mention in truth if mention not in found]:
        raise ValueError(f"{len(missing)} mentions have no found cluster, the first is {missing[0]}")
    both = Counter((cluster, found[mention]) for mention, cluster in truth.items())
    return both, Counter(truth.values()), Counter(found[mention] for mention in truth)


def bcubed(truth: Mapping[M, str], found: Mapping[M, str], only: Collection[M] | None = None) -> Scores:
    """Compare the clusters of the mentions of `truth`; `only` restricts the average to some of them.

    >>> scores = bcubed({1: "a", 2: "a", 3: "b"}, {1: "x", 2: "x", 3: "x"})
    >>> round(scores.precision, 3), scores.recall
    (0.556, 1.0)
    """
    both, true, made = _tables(truth, found)
    judged = truth if only is None else only
    counts = Counter((truth[mention], found[mention]) for mention in judged)
    total = sum(counts.values())
    if not total:
        return Scores(1.0, 1.0, 0)
    precision = sum(n * both[pair] / made[pair[1]] for pair, n in counts.items()) / total
    recall = sum(n * both[pair] / true[pair[0]] for pair, n in counts.items()) / total
    return Scores(precision, recall, total)


def pairwise(truth: Mapping[M, str], found: Mapping[M, str]) -> Scores:
    """Compare the pairs of mentions that share a cluster; large clusters weigh with the square of their size.

    >>> pairwise({1: "a", 2: "a", 3: "b"}, {1: "x", 2: "x", 3: "x"}).precision
    0.3333333333333333
    """
    both, true, made = (_pairs(counts) for counts in _tables(truth, found))
    return Scores(both / made if made else 1.0, both / true if true else 1.0, true)


def _pairs(counts: Mapping[Any, int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())
