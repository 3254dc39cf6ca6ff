"""Themes in; all that themes.html shows, as plain values with numbers for entities, regions and sentences, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from graph.industries import scheme
from graph.rdf.iris import BASE
from graph.themes.cells import stage_of, status_of
from graph.themes.records import KINDS, Cell, Link, Sum, Theme, Themes

__all__ = ["NOTE", "content", "lit"]

NOTE = {
    "zh": "主题按得分排序：该主题在本地区的份额比各地报告的平均份额高出多少，"
    "加上两地共有的部分与地区之间的联系，再乘以它的少见程度。人人都有的主题（旅游、数字经济）因而靠后。"
    "详见 docs/themes.md。",
    "en": "Themes are ranked by how much more of a region they take than of reports in general, plus what pairs of "
    "regions share and the links between them, times how rare they are; what everyone has ranks low. "
    "See docs/themes.md.",
}
#: How many sentences a cell shows at most; the entities behind it have all of theirs on the network page.
_MOST = 40
#: How many sentences an entity brings by itself.
_MOST_OF_ONE = 6
#: How many regions the title names.
_NAMED = 6


class _Numbers:
    """Gives every key a number when it is first asked for, in the order of asking."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def __call__(self, keys: Iterable[str]) -> list[int]:
        return [self.of.setdefault(key, len(self.of)) for key in keys]

    def one(self, key: str) -> int:
        return self.of.setdefault(key, len(self.of))


class _Writer:
    def __init__(self, found: Themes, base: str) -> None:
        self.found, self.corpus, self.base = found, found.corpus, base
        self.regions = {region: number for number, region in enumerate(found.corpus.units)}
        self.entities, self.sentences, self.themes = _Numbers(), _Numbers(), _Numbers()

    def sum(self, one: Sum | None) -> dict[str, Any] | None:
        if one is None:
            return None
        return {"value": one.value, "entities": self.entities(one.entities), "sentences": self.sentences(one.sentences)}

    def cell(self, cell: Cell) -> dict[str, Any]:
        return {
            "region": self.regions[cell.region],
            "weight": round(cell.weight, 2),
            "quotient": round(cell.quotient, 2),
            "entities": self.entities(cell.entities),
            "planned": cell.stages["plan"],
            "works": cell.stages["works"],
            "running": cell.stages["fact"],
            "unstated": cell.stages[""],
            "aims": [
                {"entity": self.entities.one(a.entity), "sentences": self.sentences(a.sentences)} for a in cell.aims
            ],
            "investment": self.sum(cell.investment),
            "scales": [
                {
                    "value": one.value,
                    "entity": self.entities.one(one.entity),
                    "counted": one.counted,
                    "basis": one.basis,
                    "sentences": self.sentences(one.sentences),
                }
                for one in cell.scales
            ],
            "sentences": self.sentences(cell.sentences[:_MOST]),
        }

    def link(self, link: Link) -> dict[str, Any]:
        return {
            "from": self.regions[link.a],
            "to": self.regions[link.b],
            "kind": link.kind,
            "entities": self.entities(link.entities),
            "zh": link.zh,
            "en": link.en,
            "sentences": self.sentences(link.sentences[:_MOST]),
            "mutual": link.mutual,
        }

    def theme(self, rank: int, theme: Theme) -> dict[str, Any]:
        known = {one.concept.id: number for number, one in enumerate(self.found.themes)}
        return {
            "id": theme.concept.id,
            "zh": theme.concept.zh,
            "en": theme.concept.en,
            "parent": next((known[above] for above in theme.concept.above if above in known), None),
            "level": theme.concept.level,
            "score": round(theme.score, 3),
            "rank": rank,
            "particular": theme.particular,
            "cells": [self.cell(cell) for cell in theme.cells],
            "links": [self.link(link) for link in theme.links],
            "concepts": self.narrower(theme),
        }

    def narrower(self, theme: Theme) -> list[dict[str, Any]]:
        """Return the concepts in a theme that entities belong to, those of most entities first."""
        known = scheme().concepts
        inside: dict[str, list[str]] = {}
        for entity in dict.fromkeys(entity for cell in theme.cells for entity in cell.entities):
            for one in sorted(self.corpus.concepts.get(entity, ())):
                if one == theme.concept.id or theme.concept.id in known[one].above:
                    inside.setdefault(one, []).append(entity)
        ordered = sorted(inside, key=lambda one: (-len(inside[one]), one))
        return [{"zh": known[one].zh, "en": known[one].en, "entities": self.entities(inside[one])} for one in ordered]

    def flows(self) -> list[dict[str, Any]]:
        """Return, per theme, which clusters the regions have and who leads or builds in them."""
        made = []
        for number, theme in enumerate(self.found.themes):
            for cell in theme.cells:
                for cluster in (one for one in cell.entities if "Cluster" in self.corpus.nodes[one].types):
                    made += [self.flow(number, cell.region, cluster, *leader) for leader in self.leaders(cluster)]
        return made

    def leaders(self, cluster: str) -> list[tuple[str | None, list[str]]]:
        firms: dict[str, list[str]] = {}
        told = self.corpus.about.get(cluster, ())
        for one in told:
            if one.property == "leads" and one.object == cluster:
                firms.setdefault(one.subject, []).append(one.sentence)
        if not firms:
            return [(None, sorted({one.sentence for one in told}))]
        return [(firm, sorted(set(sentences))) for firm, sentences in sorted(firms.items())]

    def flow(self, theme: int, region: str, cluster: str, firm: str | None, sentences: list[str]) -> dict[str, Any]:
        return {
            "theme": theme,
            "region": self.regions[region],
            "cluster": self.entities.one(cluster),
            "company": None if firm is None else self.entities.one(firm),
            "weight": float(max(1, len(sentences))),
            "sentences": self.sentences(sentences),
        }

    def shares(self) -> list[dict[str, Any]]:
        """Return every pair of regions with the themes that both have more of than usual, and what these weigh.

        Of a theme and those below it the one counts of which the pair has most: two cities may share fine chemicals
        where neither has more chemistry than others.
        """
        best: dict[tuple[int, int], dict[str, tuple[float, int]]] = {}
        for number, theme in enumerate(self.found.themes):
            top = theme.concept.theme
            cells = sorted((self.regions[cell.region], cell.particular) for cell in theme.cells)
            for (a, left), (b, right) in combinations(cells, 2):
                if weight := min(left, right):
                    families = best.setdefault((a, b), {})
                    families[top] = max(families.get(top, (0.0, 0)), (weight, number), key=lambda pair: pair[0])
        pairs = {pair: {number: weight for weight, number in families.values()} for pair, families in best.items()}
        return [
            {
                "a": a,
                "b": b,
                "weight": round(sum(by.values()), 4),
                "themes": sorted(by, key=lambda one, by=by: (-by[one], one)),  # type: ignore[misc]
            }
            for (a, b), by in sorted(pairs.items())
        ]

    def entity(self, iri: str) -> dict[str, Any]:
        node = self.corpus.nodes[iri]
        status = status_of(self.corpus, iri)
        homes = sorted(self.regions[home] for home in self.corpus.homes.get(iri, ()))
        place = next(
            (
                self.corpus.nodes[one.object].name
                for one in self.corpus.about.get(iri, ())
                if one.subject == iri and one.property == "locatedIn" and one.object in self.corpus.nodes
            ),
            "",
        )
        return {
            "id": iri.removeprefix(self.base),
            "label": node.name,
            "type": node.type,
            "aliases": list(node.aliases),
            "place": place,
            "region": homes[0] if len(homes) == 1 else None,
            "status": status,
            "stage": stage_of(self.corpus, iri),
            "sentences": self.sentences(self.told(iri)),
        }

    def told(self, iri: str) -> list[str]:
        """Return the sentences that facts of an entity rest on: its name need not stand there in one piece."""
        return sorted({one.sentence for one in self.corpus.about.get(iri, ())})[:_MOST_OF_ONE]


def lit(found: Themes) -> dict[str, dict[str, Any]]:
    """Return what the network page lights for each theme: labels, entities wherever they are, and links.

    `cities` maps each compared region to its entities of the theme; `links` tells what joins two of them: a, b, kind,
    zh, en, nodes and sentences, all as IRIs.
    """
    of: dict[str, list[str]] = {}
    known = scheme().concepts
    for entity, concepts in found.corpus.concepts.items():
        if entity in found.corpus.nodes:
            for one in {above for concept in concepts for above in (concept, *known[concept].above)}:
                of.setdefault(one, []).append(entity)
    return {
        theme.concept.id: {
            "zh": theme.concept.zh,
            "en": theme.concept.en,
            "nodes": sorted(of.get(theme.concept.id, ())),
            "cities": {cell.region: list(cell.entities) for cell in theme.cells},
            "links": [_lit_link(link) for link in theme.links],
        }
        for theme in found.themes
    }


def _lit_link(link: Link) -> dict[str, Any]:
    zh, en, _ = KINDS[link.kind]
    told = {name: getattr(link, name) for name in ("a", "b", "zh", "en")}
    return {**told, "kind": {"zh": zh, "en": en}, "nodes": list(link.entities), "sentences": list(link.sentences)}


def _title(found: Themes) -> str:
    """Return the title of the page: the regions that are compared."""
    places = [region.name for region in found.corpus.units.values()]
    shown = "、".join(places[:_NAMED]) + ("等" if len(places) > _NAMED else "")
    return f"{shown} · RegionGraph" if shown else "RegionGraph"


def content(found: Themes) -> dict[str, Any]:
    """Return what themes.html shows; the same for the same graph.

    Keys: version, title, base, note, kinds, regions, themes, shares, flows, communities, entities, documents and
    sentences; the page adds the labels, colours and shapes of types that the network page has. Entities, regions,
    themes and sentences name each other by their numbers in the lists; `base` is what entities' ids lack to be IRIs.
    """
    base = next((iri.rpartition("document/")[0] for iri in found.corpus.papers), BASE)
    writer = _Writer(found, base)
    made: dict[str, Any] = {
        "version": 1,
        "title": _title(found),
        "base": base,
        "note": NOTE,
        "kinds": {kind: {"zh": zh, "en": en} for kind, (zh, en, _) in KINDS.items()},
        "themes": [writer.theme(rank, theme) for rank, theme in enumerate(found.themes, 1)],
        "shares": writer.shares(),
        "flows": writer.flows(),
        "communities": [
            {"label": one.label, "size": len(one.entities), "entities": writer.entities(one.entities)}
            for one in found.communities
        ],
    }
    papers = {iri: number for number, iri in enumerate(found.corpus.papers)}
    made["regions"] = _regions(found, base, papers)
    made["entities"] = [writer.entity(iri) for iri in writer.entities.of]
    passages = [found.corpus.passages[iri] for iri in writer.sentences.of]
    made["documents"] = [
        {"title": paper.title, "year": paper.year, "subject": _subject(found, paper.subject), "genre": paper.genre}
        for paper in found.corpus.papers.values()
    ]
    made["sentences"] = [
        {
            "document": papers[one.document],
            "quote": one.quote,
            "section": one.section,
            "start": one.start,
            "end": one.end,
        }
        for one in passages
    ]
    return made


def _subject(found: Themes, code: str) -> str:
    from graph.lexicon import regions

    region = regions().by_code.get(code)
    return region.name if region else ""


def _regions(found: Themes, base: str, papers: Mapping[str, int]) -> list[dict[str, Any]]:
    told = found.corpus
    return [
        {
            "id": iri.removeprefix(base),
            "label": region.name,
            "documents": [papers[one.iri] for one in told.papers.values() if told.unit_of(one.subject) == iri],
        }
        for iri, region in told.units.items()
    ]
