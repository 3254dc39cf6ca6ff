"""Regions and an industry in; the themes that regions share, with what is plan and what is fact, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from graph.assistant.nodes import Labels
from graph.assistant.records import SharedThemes, Theme, ThemeLink, ThemeRegion
from graph.assistant.sentences import Book
from graph.errors import QueryError
from graph.themes import concept_asked, region_asked, theme_of, themes
from graph.themes.records import KINDS

if TYPE_CHECKING:
    from graph.serve.opened import Opened
    from graph.themes import Cell, Link, Themes
    from graph.themes import Theme as Ranked

__all__ = ["shared_themes"]

#: So many names and sentences of a region, and so many links, are shown of a theme.
_NAMES, _SENTENCES, _LINKS = 6, 3, 6


def shared_themes(opened: Opened, regions: Sequence[str] = (), theme: str = "", limit: int = 5) -> SharedThemes:
    """Return the themes that all the given regions, or any two, share; `theme` names one of them."""
    found: Themes = opened.kept("themes", lambda: themes(opened.source))
    units = found.corpus.units
    asked = list(dict.fromkeys(region_asked(found, one) for one in regions))
    if len(regions) == 1:
        raise QueryError("regions: one alone shares nothing; give two or more, or none for all")
    if theme.strip():
        one = theme_of(found, concept_asked(theme.strip()))
        ranked = [one] if one else []
    else:
        ranked = [one for one in found.themes if len(one.regions) > 1]
    ranked = [one for one in ranked if set(asked) <= set(one.regions)]
    book = Book(opened.source, Labels(opened.source))
    shown = tuple(_theme(found, book, one, asked) for one in ranked[:limit])
    remarks = [f"{len(ranked) - limit} more themes; raise limit or name a theme"] if len(ranked) > limit else []
    if not ranked:
        remarks = ["no theme that fits; the documents that were read show none, which does not mean there is none"]
    elif theme.strip() and len(ranked[0].regions) == 1:
        remarks.append("only one region has this theme: it is not shared")
    return SharedThemes(
        themes=shown, compared=tuple(one.name for one in units.values()), total=len(ranked),
        remarks=(*remarks, *book.remarks()), quotations=book.quotations(),
    )  # fmt: skip


def _theme(found: Themes, book: Book, theme: Ranked, asked: Sequence[str]) -> Theme:
    kept = [cell for cell in theme.cells if not asked or cell.region in asked]
    links = [link for link in theme.links if not asked or {link.a, link.b} <= set(asked)]
    return Theme(
        name=f"{theme.concept.zh} {theme.concept.en}",
        iri=theme.concept.iri,
        level=theme.concept.level,
        score=round(theme.score, 2),
        regions=tuple(_region(found, book, cell) for cell in kept),
        links=tuple(_link(found, book, link) for link in links[:_LINKS]),
    )


def _region(found: Themes, book: Book, cell: Cell) -> ThemeRegion:
    aims = [aim.entity for aim in cell.aims]
    book.labels.learn(cell.entities)
    names = [_named(book, one, one in aims) for one in sorted(cell.entities, key=lambda one: _rank(found, one))]
    sentences = [*(one for aim in cell.aims for one in aim.sentences[:1]), *cell.sentences]
    return ThemeRegion(
        region=found.corpus.units[cell.region].name,
        share=round(cell.share, 3),
        quotient=round(cell.quotient, 2),
        entities=tuple(names[:_NAMES]),
        total=len(cell.entities),
        aims=len(aims),
        plans=cell.stages.get("plan", 0),
        works=cell.stages.get("works", 0),
        facts=cell.stages.get("fact", 0),
        quotations=book.numbers(_some(sentences)),
    )


def _rank(found: Themes, entity: str) -> tuple[int, str]:
    return -len(found.corpus.about.get(entity, ())), entity


def _named(book: Book, entity: str, aimed: bool) -> str:
    told = [book.labels.stage(entity), "an aim of the region (plan)" if aimed else ""]
    shown = "; ".join(filter(None, told))
    return f"{book.labels.name(entity)} [{shown}]" if shown else book.labels.name(entity)


def _some(sentences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sentences))[:_SENTENCES]


def _link(found: Themes, book: Book, link: Link) -> ThemeLink:
    zh, en, _ = KINDS[link.kind]
    return ThemeLink(
        regions=(found.corpus.units[link.a].name, found.corpus.units[link.b].name),
        kind=f"{zh} {en}",
        says=f"{link.zh} {link.en}",
        quotations=book.numbers(_some(link.sentences)),
    )
