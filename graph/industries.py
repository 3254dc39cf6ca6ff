"""The scheme of industries (ontology/industries.ttl) in; its concepts, and which of them a name speaks of, out."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from ahocorasick_rs import AhoCorasick, MatchKind

from graph.errors import GraphError
from graph.lexicon import cues
from graph.ontology import ontology_folder

__all__ = ["IND", "SCHEME", "Concept", "Scheme", "scheme"]

SCHEME = "https://w3id.org/regiongraph/industries"
IND = f"{SCHEME}#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_FEEDS = "https://w3id.org/regiongraph/ontology#feeds"


@dataclass(frozen=True, slots=True)
class Concept:
    """An industry of the scheme: its local name, labels, the concepts above it (nearest first) and what it feeds."""

    id: str
    zh: str
    en: str
    labels: tuple[str, ...]
    hidden: tuple[str, ...]
    above: tuple[str, ...]
    feeds: tuple[str, ...]

    @property
    def iri(self) -> str:
        """The IRI of the concept."""
        return IND + self.id

    @property
    def level(self) -> int:
        """How far below the top it stands: 1 for a theme."""
        return len(self.above) + 1

    @property
    def theme(self) -> str:
        """The top concept that it belongs to."""
        return self.above[-1] if self.above else self.id


@dataclass(frozen=True, slots=True)
class Scheme:
    """All concepts by their local names, in the order of the scheme's tree, and the search for their labels."""

    concepts: Mapping[str, Concept]
    by_label: Mapping[str, str]
    _search: AhoCorasick
    _labels: tuple[str, ...]

    def matched(self, name: str) -> tuple[Concept, bool] | None:
        """Return the concept that an industry's name stands for and whether it is exactly that one, or None.

        A name that is no label belongs below the concept whose label it ends with, else below the one it holds.

        >>> concept, exact = scheme().matched("特色海水养殖")
        >>> concept.zh, exact
        ('海水养殖', False)
        """
        name = _plain(name)
        for form in _forms(name):
            if form in self.by_label:
                return self.concepts[self.by_label[form]], True
        found = self._found(name)
        if not found:
            return None
        bare = _forms(name)[-1]
        ending = [one for one in found if one[1] in (len(name), len(bare))]
        _, _, concept = max(ending or found, key=lambda one: (one[1] - one[0], one[1]))
        return self.concepts[concept], False

    def named(self, name: str, *, head: bool = False) -> tuple[Concept, ...]:
        """Return the most specific concepts that the name of a firm, site or project speaks of, in their order.

        With `head` a word right behind another rules it: 化工机械 speaks of machinery only. A word in a street's name
        says nothing, and one that tells how something is made (零碳) only where no other word says what.

        >>> [concept.zh for concept in scheme().named("甲山石化与精细化工产业集群")]
        ['精细化工']
        >>> [concept.zh for concept in scheme().named("石化大道乳制品零碳工厂")]
        ['市政基础设施', '乳制品']
        """
        name = _plain(name)
        found = [one for one in self._found(name) if not name.startswith(cues("industry-place"), one[1])]
        if head:
            starts = {start for start, _, _ in found}
            found = [one for one in found if one[1] not in starts]
        manner = frozenset(cues("industry-manner"))
        found = [one for one in found if name[one[0] : one[1]] not in manner] or found
        kept = dict.fromkeys(concept for _, _, concept in found)
        wider = {one for concept in kept for one in self.concepts[concept].above}
        return tuple(self.concepts[concept] for concept in kept if concept not in wider)

    def asked(self, words: str) -> Concept | None:
        """Return the concept that a user means: by its local name, a label, or the start of one label only."""
        name = _plain(words)
        if words in self.concepts:
            return self.concepts[words]
        by_english = {concept.en.lower(): concept for concept in self.concepts.values()}
        if words.lower() in by_english:
            return by_english[words.lower()]
        found = next((self.by_label[form] for form in _forms(name) if form in self.by_label), None)
        if found is None:
            begun = {concept for label, concept in self.by_label.items() if name and label.startswith(name)}
            found = begun.pop() if len(begun) == 1 else None
        return self.concepts[found] if found else None

    def _found(self, name: str) -> list[tuple[int, int, str]]:
        """Return where labels stand in a name and the concepts that they name; the longest counts."""
        spans = self._search.find_matches_as_indexes(name)
        return [(start, end, self.by_label[self._labels[number]]) for number, start, end in spans]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _forms(name: str) -> list[str]:
    """Return a name and what it is without the words that only say that it is an industry (产业, 行业, 业)."""
    tails = (tail for tail in cues("industry-word") if name.endswith(tail) and len(name) - len(tail) > 1)
    return [name, *(name[: -len(tail)] for tail in tails)]


@cache
def scheme() -> Scheme:
    """Read ontology/industries.ttl; raises GraphError where it cannot be parsed or a label stands at two concepts."""
    path = ontology_folder() / "industries.ttl"
    told: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = defaultdict(lambda: defaultdict(list))
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            name = quad.subject.value
            if name.startswith(IND):
                told[name[len(IND) :]][quad.predicate.value].append(quad.object)
    except (OSError, SyntaxError, ValueError) as error:
        raise GraphError(f"{path.name}: cannot be read ({error}); mend the line it names") from error
    concepts = {name: _concept(name, told) for name in told if _SKOS + "prefLabel" in told[name]}
    ordered = dict(sorted(concepts.items(), key=lambda pair: [*reversed(pair[1].above), pair[0]]))
    by_label = _labelled(ordered.values(), path.name)
    searched = tuple(sorted(label for one in ordered.values() for label in (one.zh, *one.labels)))
    return Scheme(ordered, by_label, AhoCorasick(searched, matchkind=MatchKind.LeftmostLongest), searched)


def _concept(name: str, told: Mapping[str, Mapping[str, list[ox.Literal | ox.NamedNode]]]) -> Concept:
    def labels(kind: str, language: str) -> list[str]:
        found = told[name].get(_SKOS + kind, [])
        return sorted(one.value for one in found if isinstance(one, ox.Literal) and one.language == language)

    above, at = [], name
    while wider := told[at].get(_SKOS + "broader"):
        at = wider[0].value[len(IND) :]
        if at in above or at == name:
            raise GraphError(f"industries.ttl: {name} stands below itself; mend its skos:broader")
        above.append(at)
    feeds = tuple(sorted(one.value[len(IND) :] for one in told[name].get(_FEEDS, [])))
    zh, en = labels("prefLabel", "zh"), labels("prefLabel", "en")
    if len(zh) != 1 or len(en) != 1:
        raise GraphError(f"industries.ttl: {name} needs one skos:prefLabel in zh and one in en")
    alternative, hidden = (tuple(labels(kind, "zh")) for kind in ("altLabel", "hiddenLabel"))
    return Concept(name, zh[0], en[0], alternative, hidden, tuple(above), feeds)


def _labelled(concepts: Iterable[Concept], source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for concept in concepts:
        for label in (concept.zh, *concept.labels, *concept.hidden):
            if found.setdefault(label, concept.id) != concept.id:
                raise GraphError(f"{source}: the label {label} stands at {found[label]} and at {concept.id}; keep one")
    return found
