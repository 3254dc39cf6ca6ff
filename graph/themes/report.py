"""Themes in; the rows and texts that the command prints, for people, spreadsheets and programs, out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from graph.themes.cells import status_of
from graph.themes.records import KINDS, Cell, Link, Sum, Theme, Themes

__all__ = ["amount", "kept", "ranking_rows", "theme_rows", "to_csv", "to_json"]

_YI, _WAN = 1e8, 1e4
_COLUMNS = (
    "theme",
    "en",
    "level",
    "score",
    "region",
    "weight",
    "share",
    "quotient",
    "entity",
    "type",
    "status",
    "links",
)


def amount(yuan: float) -> str:
    """Return an amount as people write it.

    >>> amount(5_600_000_000), amount(82_000)
    ('56亿元', '8.2万元')
    """
    size, unit = (_YI, "亿元") if yuan >= _YI else (_WAN, "万元") if yuan >= _WAN else (1.0, "元")
    return f"{yuan / size:,.2f}".rstrip("0").rstrip(".") + unit


def kept(found: Themes, region: str | None) -> list[Theme]:
    """Return the themes that a compared region, by its IRI, has something of; all where none is given."""
    return [theme for theme in found.themes if region is None or region in theme.regions]


def _region(found: Themes, iri: str) -> str:
    return found.corpus.units[iri].name


def _name(found: Themes, iri: str) -> str:
    return found.corpus.nodes[iri].name


def ranking_rows(found: Themes, themes: Iterable[Theme]) -> Iterator[list[str]]:
    """Yield a row for each theme: what it is, its score, who shares it and what joins them."""
    for rank, theme in enumerate(themes, 1):
        indent = "　" * (theme.concept.level - 1)
        regions = "、".join(f"{_region(found, cell.region)} {cell.quotient:.1f}×" for cell in theme.cells)
        kinds = [kind for kind in KINDS if any(link.kind == kind for link in theme.links)]
        joined = "、".join(f"{KINDS[kind][0]} {sum(link.kind == kind for link in theme.links)}" for kind in kinds)
        label = f"{indent}{theme.concept.zh} {theme.concept.en}"
        yield [str(rank), label, f"{theme.score:.2f}", regions, joined]


def _money(one: Sum | None) -> str:
    return f"{amount(one.value)}（{len(one.entities)}）" if one else ""


def _scale(cell: Cell) -> str:
    shown = []
    for basis, label in (("actual", ""), ("target", "目标")):
        counted = [one.value for one in cell.scales if one.counted and one.basis == basis]
        if counted:
            shown.append(f"{label}{amount(sum(counted))}（{len(counted)}）")
    return "；".join(shown)


def theme_rows(found: Themes, theme: Theme, region: str | None = None) -> Iterator[list[str]]:
    """Yield a row for each region of a theme: what it has by type, how far its undertakings are, what it amounts to."""
    for cell in theme.cells:
        if region in (None, cell.region):
            named = {
                kind: [one for one in cell.entities if found.corpus.nodes[one].type == kind]
                for kind in ("Park", "Company", "Cluster", "Project")
            }
            lists = ["、".join(_name(found, one) for one in named[kind]) for kind in named]
            stages = f"{cell.stages['plan']} / {cell.stages['works']} / {cell.stages['fact']}"
            place = f"{_region(found, cell.region)} {cell.quotient:.1f}×"
            yield [place, *lists, stages, _money(cell.investment), _scale(cell)]


def _passages(found: Themes, sentences: Iterable[str]) -> list[dict[str, Any]]:
    told = found.corpus
    shown = []
    for iri in sentences:
        one = told.passages[iri]
        paper = told.papers[one.document]
        place = {
            "document": paper.title,
            "year": paper.year,
            "section": one.section,
            "start": one.start,
            "end": one.end,
        }
        shown.append({"quote": one.quote.strip(), **place})
    return shown


def _link(found: Themes, link: Link) -> dict[str, Any]:
    return {
        "from": _region(found, link.a),
        "to": _region(found, link.b),
        "kind": link.kind,
        "zh": link.zh,
        "en": link.en,
        "mutual": link.mutual,
        "entities": [_name(found, one) for one in link.entities],
        "evidence": _passages(found, link.sentences),
    }


def _cell(found: Themes, cell: Cell) -> dict[str, Any]:
    def total(one: Sum | None) -> dict[str, Any] | None:
        if one is None:
            return None
        names = [_name(found, entity) for entity in one.entities]
        return {"yuan": one.value, "entities": names, "evidence": _passages(found, one.sentences)}

    return {
        "region": _region(found, cell.region),
        "weight": cell.weight,
        "share": cell.share,
        "quotient": cell.quotient,
        "entities": [
            {
                "iri": one,
                "name": _name(found, one),
                "type": found.corpus.nodes[one].type,
                "status": status_of(found.corpus, one),
            }
            for one in cell.entities
        ],
        "aims": [{"name": _name(found, a.entity), "evidence": _passages(found, a.sentences)} for a in cell.aims],
        "planned": cell.stages["plan"],
        "works": cell.stages["works"],
        "running": cell.stages["fact"],
        "unstated": cell.stages[""],
        "investment": total(cell.investment),
        "scales": [
            {"yuan": one.value, "name": _name(found, one.entity), "counted": one.counted, "basis": one.basis}
            for one in cell.scales
        ],
    }


def to_json(found: Themes, themes: Iterable[Theme], region: str | None = None) -> str:
    """Return themes as JSON: cells with their entities and sums, links with their sentences."""
    told = [
        {
            "theme": theme.concept.zh,
            "en": theme.concept.en,
            "iri": theme.concept.iri,
            "level": theme.concept.level,
            "score": theme.score,
            "regions": [_cell(found, cell) for cell in theme.cells if region in (None, cell.region)],
            "links": [_link(found, link) for link in theme.links if region in (None, link.a, link.b)],
            "investment": theme.investment.value if theme.investment else None,
        }
        for theme in themes
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)


def to_csv(found: Themes, themes: Iterable[Theme], region: str | None = None) -> str:
    """Return a line for every theme, region and entity, with a header (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for theme in themes:
        head = (theme.concept.zh, theme.concept.en, theme.concept.level, f"{theme.score:.4f}")
        for cell in theme.cells:
            if region in (None, cell.region):
                number = sum(cell.region in (link.a, link.b) for link in theme.links)
                place = (_region(found, cell.region), cell.weight, cell.share, cell.quotient)
                for one in cell.entities:
                    node = found.corpus.nodes[one]
                    writer.writerow([*head, *place, node.name, node.type, status_of(found.corpus, one), number])
    return out.getvalue()
