"""What themes.html holds, or the graph, in; the list of themes, and all that the page of one theme shows, out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.industries import scheme
from graph.search.folding import plain
from graph.serve.asking import Quotation, Thing
from graph.serve.figures import figure
from graph.serve.marking import Spoken, pieces

if TYPE_CHECKING:
    from graph.serve.opened import Opened

__all__ = ["Joined", "Share", "ThemeLine", "ThemePage", "matrix", "theme_lines", "theme_page"]

#: Entities of a region and sentences of a link that a page shows.
_ENTITIES, _LINKS = 40, 60
_BLOCK = re.compile(r'<script type="application/json" id="themes-data">(.*?)</script>', re.DOTALL)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme in a list: the local name of its concept, labels, how far down it stands, and how much it holds."""

    id: str
    zh: str
    en: str
    level: int
    regions: int
    entities: int
    links: int
    shared: float


@dataclass(frozen=True, slots=True)
class Share:
    """A theme in one region: its entities, how many projects and parks are planned, in works and running."""

    region: Thing
    entities: tuple[tuple[Thing, str], ...]
    more: int
    planned: int
    works: int
    running: int
    investment: str
    quotient: float


@dataclass(frozen=True, slots=True)
class Joined:
    """What joins two regions within a theme, with the sentences that tell it."""

    a: Thing
    b: Thing
    kind: tuple[str, str]
    zh: str
    en: str
    mutual: bool
    quotes: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class ThemePage:
    """All that the page of a theme shows."""

    id: str
    zh: str
    en: str
    above: tuple[tuple[str, str, str], ...]
    below: tuple[tuple[str, str, str], ...]
    shares: tuple[Share, ...]
    links: tuple[Joined, ...]
    link_count: int
    rank: int


def matrix(opened: Opened) -> tuple[str, str] | None:
    """Return the page of themes that the build has made and its security policy, None where it has none (a job)."""
    try:
        text = (opened.folder / "themes.html").read_text(encoding="utf-8")
    except OSError:
        return None
    policy = _POLICY.search(text)
    if policy is None:
        return None
    from html import unescape

    return text, f"{unescape(policy[1])}; frame-ancestors 'none'"


def _content(opened: Opened) -> Mapping[str, Any]:
    """Return what the page of themes holds: as the build wrote it, else worked out from the graph."""

    def read() -> Mapping[str, Any]:
        try:
            block = _BLOCK.search((opened.folder / "themes.html").read_text(encoding="utf-8"))
        except OSError:
            block = None
        if block is not None:
            found: Mapping[str, Any] = json.loads(block[1])
            return found
        from graph.themes import content, themes

        return content(themes(opened.source))

    return opened.kept("themes", read)


def theme_lines(opened: Opened) -> tuple[ThemeLine, ...]:
    """Return all themes, the broad ones by their score, each followed by its narrower ones (a job)."""
    told = _content(opened)["themes"]
    made = []
    for number in _tree(told):
        one = told[number]
        held = {entity for cell in one["cells"] for entity in cell["entities"]}
        counts = (len(one["cells"]), len(held), len(one["links"]))
        made.append(ThemeLine(one["id"], one["zh"], one["en"], one["level"], *counts, float(one["score"])))
    return tuple(made)


def _tree(told: Sequence[Mapping[str, Any]]) -> list[int]:
    ranked = sorted(range(len(told)), key=lambda number: (told[number]["rank"], number))
    made: list[int] = []

    def add(parent: int | None) -> None:
        for number in ranked:
            if told[number]["parent"] == parent:
                made.append(number)
                add(number)

    add(None)
    return made


def theme_page(opened: Opened, name: str) -> ThemePage | None:
    """Return the page of a theme by the local name or a label of its concept, None for none of the scheme (a job)."""
    known = scheme()
    concept = known.concepts.get(name) or known.asked(name)
    if concept is None:
        return None
    told = _content(opened)
    found = next((one for one in told["themes"] if one["id"] == concept.id), None)
    own = {one["id"]: (one["id"], one["zh"], one["en"]) for one in told["themes"]}
    above = tuple((one, known.concepts[one].zh, known.concepts[one].en) for one in reversed(concept.above))
    below = tuple(
        own.get(one.id, (one.id, one.zh, one.en)) for one in known.concepts.values() if one.above[:1] == (concept.id,)
    )
    if found is None:
        return ThemePage(concept.id, concept.zh, concept.en, above, below, (), (), 0, 0)
    shares = tuple(_share(told, cell) for cell in found["cells"])
    links = tuple(_joined(told, link) for link in found["links"][:_LINKS])
    return ThemePage(
        concept.id, concept.zh, concept.en, above, below, shares, links, len(found["links"]), int(found["rank"])
    )


def _region(told: Mapping[str, Any], number: int) -> Thing:
    one = told["regions"][number]
    return Thing(_iri(told, one["id"]), plain(one["label"]), "Region")


def _iri(told: Mapping[str, Any], local: str) -> str:
    return local if local.startswith(("http://", "https://")) else f"{told['base']}{local}"


def _share(told: Mapping[str, Any], cell: Mapping[str, Any]) -> Share:
    listed = cell["entities"]
    made = []
    for number in listed[:_ENTITIES]:
        one = told["entities"][number]
        made.append(
            (
                Thing(_iri(told, one["id"]), plain(one["label"]), one["type"], plain(one["place"] or "")),
                one["stage"] or "",
            )
        )
    money = cell.get("investment")
    return Share(
        _region(told, cell["region"]), tuple(made), max(0, len(listed) - _ENTITIES), _sum(cell, "planned"),
        _sum(cell, "works"), _sum(cell, "running"),
        figure(float(money["value"]), "元") if money else "", float(cell["quotient"]),
    )  # fmt: skip


def _sum(cell: Mapping[str, Any], name: str) -> int:
    told = cell.get(name, 0)
    return len(told) if isinstance(told, list) else int(told)


def _joined(told: Mapping[str, Any], link: Mapping[str, Any]) -> Joined:
    a, b = _region(told, link["from"]), _region(told, link["to"])
    named = [told["entities"][number] for number in link["entities"]]
    names = [Spoken(one.iri, one.type, (one.name, one.name.rstrip("市县区"))) for one in (a, b)]
    names += [Spoken(_iri(told, one["id"]), one["type"], (one["label"], *one["aliases"])) for one in named]
    kind = told["kinds"].get(link["kind"], {"zh": link["kind"], "en": link["kind"]})
    quotes = tuple(_quote(told, number, names) for number in link["sentences"][:3])
    return Joined(a, b, (kind["zh"], kind["en"]), plain(link["zh"]), link["en"], bool(link["mutual"]), quotes)


def _quote(told: Mapping[str, Any], number: int, names: Sequence[Spoken]) -> Quotation:
    one = told["sentences"][number]
    paper: Mapping[str, Any] = (
        told["documents"][one["document"]] if one["document"] is not None else {"title": "", "year": None}
    )
    return Quotation(
        "", pieces(one["quote"], names), "", plain(paper["title"]), paper["year"], plain(one["section"] or ""),
        one.get("basis") or "", one.get("year"), one["start"] or 0, one["end"] or 0,
    )  # fmt: skip
