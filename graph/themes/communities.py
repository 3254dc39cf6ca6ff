"""Entities and their facts in; groups that are joined more closely among themselves, with labels, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import networkx as nx

from graph.industries import scheme
from graph.themes.corpus import Corpus
from graph.themes.records import Community

__all__ = ["communities"]

#: Regions and strategies are joined to everything of their city; they would make one group of each city.
_LEFT_OUT = ("Region", "Strategy")
_SMALLEST = 3
_SEED = 7


def communities(corpus: Corpus) -> tuple[Community, ...]:
    """Return communities of firms, sites, projects, clusters and industries, the largest first.

    Louvain's method (Blondel et al. 2008, networkx) on the facts among them and on their industries, with a fixed seed
    and a fixed order, so that the same graph gives the same groups. Groups of fewer than three are left out.
    """
    net = _net(corpus)
    if not net.number_of_edges():
        return ()
    found = nx.community.louvain_communities(net, weight="weight", seed=_SEED)
    made = []
    for group in found:
        entities = sorted(one for one in group if one in corpus.nodes)
        if len(entities) >= _SMALLEST:
            made.append(Community(_label(corpus, entities), tuple(entities)))
    return tuple(sorted(made, key=lambda one: (-len(one.entities), one.label, one.entities)))


def _net(corpus: Corpus) -> nx.Graph[str]:
    kept = {iri for iri, node in corpus.nodes.items() if node.type not in _LEFT_OUT}
    weights: Counter[tuple[str, str]] = Counter()
    for one in corpus.statements:
        if one.subject in kept and one.object in kept:
            weights[min(one.subject, one.object), max(one.subject, one.object)] += 1
    for told in corpus.by_sentence.values():
        ends = sorted({end for one in told for end in (one.subject, one.object)} & kept)
        for a, b in combinations(ends, 2) if len(ends) <= _CROWD else ():
            weights[a, b] += 1
    made: nx.Graph[str] = nx.Graph()
    made.add_nodes_from(sorted(kept))
    made.add_weighted_edges_from((a, b, float(count)) for (a, b), count in sorted(weights.items()))
    for entity in sorted(kept):
        for concept in sorted(corpus.concepts.get(entity, ())):
            for region in sorted(corpus.homes.get(entity, ())) or [""]:
                made.add_edge(entity, f"{concept} {region}", weight=1.0)
            made.add_edge(entity, concept, weight=0.5)
    return made


#: A sentence that names more things than these is a list; it joins none of them to another.
_CROWD = 8


def _label(corpus: Corpus, entities: Iterable[str]) -> str:
    """Return what a community is called: its foremost industries and its foremost regions."""
    industries: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for entity in entities:
        industries.update(corpus.concepts.get(entity, ()))
        regions.update(corpus.homes.get(entity, ()))
    known = scheme().concepts
    shown = [known[one].zh for one, _ in sorted(industries.items(), key=lambda pair: (-pair[1], pair[0]))[:2]]
    places = [corpus.units[one].name for one, _ in sorted(regions.items(), key=lambda pair: (-pair[1], pair[0]))[:2]]
    if not shown:
        best = max(entities, key=lambda one: (len(corpus.about.get(one, ())), one))
        shown = [corpus.nodes[best].name]
    return " · ".join(filter(None, ("、".join(shown), "、".join(places))))
