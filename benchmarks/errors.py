"""A corpus with truth and the clusters that were found in; what was split and what was wrongly merged out, by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.corpus import Corpus
from benchmarks.things import Thing
from graph.records import Mention

__all__ = ["Wrong", "frequent", "splits", "wrong_merges"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A mention that is apart from most of its entity, or that shares a cluster with another entity's."""

    mention: Mention
    other: Mention
    kinds: tuple[str, ...]
    label: str

    def __str__(self) -> str:
        places = " / ".join(f"{one.text} ({one.span.document})" for one in (self.mention, self.other))
        return f"{self.label:22} {places}  [{', '.join(self.kinds)}]"


def splits(corpus: Corpus, found: Mapping[Mention, str]) -> list[Wrong]:
    """Return the mentions outside the largest found cluster of their entity, with the noise that the nearest lacks."""
    of: dict[str, list[Mention]] = defaultdict(list)
    for mention, thing in corpus.truth.items():
        of[thing].append(mention)
    wrong: list[Wrong] = []
    for mentions in of.values():
        largest = Counter(found[mention] for mention in mentions).most_common(1)[0][0]
        main = [mention for mention in mentions if found[mention] == largest]
        wrong.extend(_split(corpus, mention, main) for mention in mentions if found[mention] != largest)
    return wrong


def _split(corpus: Corpus, mention: Mention, main: Sequence[Mention]) -> Wrong:
    def apart(other: Mention) -> set[str]:
        return set(corpus.noise.get(mention, ())) ^ set(corpus.noise.get(other, ()))

    nearest = min(main, key=lambda other: (other.text != mention.text, len(apart(other))))
    kinds = sorted(apart(nearest)) or ["other form"]
    if nearest.text == mention.text:
        kinds = ["the same form, other document"]
    return Wrong(mention, nearest, tuple(f"{mention.type}: {kind}" for kind in kinds), "split")


def wrong_merges(corpus: Corpus, found: Mapping[Mention, str]) -> list[Wrong]:
    """Return the mentions in a found cluster most of which belongs to another entity, with the kind of namesake."""
    of: dict[str, list[Mention]] = defaultdict(list)
    for mention in corpus.truth:
        of[found[mention]].append(mention)
    wrong: list[Wrong] = []
    for mentions in of.values():
        largest = Counter(corpus.truth[mention] for mention in mentions).most_common(1)[0][0]
        main = next(mention for mention in mentions if corpus.truth[mention] == largest)
        for mention in mentions:
            if (own := corpus.truth[mention]) != largest:
                kind = _namesake(corpus.things.get(own), corpus.things.get(largest))
                wrong.append(Wrong(mention, main, (f"{mention.type}: {kind}",), "wrong merge"))
    return wrong


def _namesake(one: Thing | None, other: Thing | None) -> str:
    """Say what two things have in common: what one was made as, or that it is by chance, and whether in one city."""
    if one is None or other is None:
        return "by hand"
    if one.type != other.type:
        return f"is a {other.type}"
    made = one.namesake or other.namesake or "by chance"
    if one.city != other.city and "same city" in made:
        made = "by chance"
    if one.city is None or other.city is None:
        return f"{made}, one from elsewhere"
    if one.city != other.city:
        return made if "other city" in made else f"{made}, other city"
    if one.district is None or other.district is None:
        return made if "same city" in made else f"{made}, same city"
    return f"{made}, {'same' if one.district == other.district else 'other'} district"


def frequent(wrong: Iterable[Wrong], count: int) -> Sequence[tuple[str, int]]:
    """Return the most frequent kinds with the number of mentions, equal ones in the order of their names."""
    counts = Counter(kind for one in wrong for kind in one.kinds)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:count]
