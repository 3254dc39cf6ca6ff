"""A store in; the themes that its regions have and share, and what joins them, each with its sentences, out."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import QueryError
from graph.industries import Concept, scheme
from graph.remote import Source
from graph.themes.cells import aims, members, money, scales, stages, told_of, weight
from graph.themes.communities import communities
from graph.themes.content import content, lit
from graph.themes.corpus import Corpus, corpus
from graph.themes.links import links
from graph.themes.records import Cell, Link, Theme, Themes
from graph.themes.score import expected, particular, quotient, score, smoothed

__all__ = ["Cell", "Link", "Theme", "Themes", "concept_asked", "content", "lit", "region_asked", "theme_of", "themes"]

#: Concepts this far down are themes that the ranking and the page list; narrower ones can be asked for by name.
_LISTED = 2


def themes(store: Source, *, year: int | None = None) -> Themes:
    """Return all themes of a graph, the highest score first; `year` keeps to the documents of that year.

    A theme is a concept of the upper two levels of the scheme of industries that at least one compared region has
    something of. Regions are compared as docs/themes.md says: cities, or the counties of one city.
    """
    read = corpus(store, year)
    return Themes(read, tuple(_ranked(read, _listed())), communities(read))


def _listed() -> list[Concept]:
    return [concept for concept in scheme().concepts.values() if concept.level <= _LISTED]


def theme_of(found: Themes, concept: Concept) -> Theme | None:
    """Return the theme of any concept of the scheme, None where no compared region has anything of it."""
    return found.of(concept.id) or next(iter(_ranked(found.corpus, [concept])), None)


def region_asked(found: Themes, words: str) -> str:
    """Return the compared region that a user names, or that a place named lies in; raises QueryError for others."""
    from graph.documents.metadata import region_named

    region = region_named(words)
    unit = found.corpus.unit_of(region.code)
    if not unit:
        compared = "、".join(one.name for one in found.corpus.units.values())
        raise QueryError(f"--region {words}: none of the compared regions; choose one of {compared}")
    return unit


def concept_asked(words: str) -> Concept:
    """Return the concept that a user names; raises QueryError with the names that look like it."""
    from difflib import get_close_matches

    found = scheme().asked(words)
    if found is None:
        labels = sorted(scheme().by_label)
        near = [label for label in labels if words and words in label][:3] or get_close_matches(words, labels, 3, 0.3)
        raise QueryError(f"--theme {words}: no industry of the scheme; nearest: {'、'.join(near) or 'nothing alike'}")
    return found


def _ranked(read: Corpus, concepts: list[Concept]) -> list[Theme]:
    belonging = members(read)
    weights = {(one, region): weight(read, entities, region) for (one, region), entities in belonging.items()}
    # A region's themes add up over the top concepts, so that what stands under two narrower ones counts once.
    total = {
        region: sum(weights.get((one.id, region), 0.0) for one in scheme().concepts.values() if one.level == 1)
        for region in read.units
    }
    made = [_theme(read, concept, belonging, weights, total) for concept in concepts]
    found = [one for one in made if one is not None]
    return sorted(found, key=lambda one: (-one.score, one.concept.level, one.concept.id))


def _theme(
    read: Corpus,
    concept: Concept,
    belonging: Mapping[tuple[str, str], set[str]],
    weights: Mapping[tuple[str, str], float],
    total: Mapping[str, float],
) -> Theme | None:
    own = {region: weights.get((concept.id, region), 0.0) for region in read.units}
    usual = expected(concept.id, (own[region] / total[region] for region in read.units if total[region]))
    share = {region: smoothed(own[region], total[region], usual) for region in read.units}
    homes = {
        region: frozenset(belonging[concept.id, region]) for region in read.units if belonging.get((concept.id, region))
    }
    if not homes:
        return None
    cells = [_cell(read, region, homes[region], weights[concept.id, region], share[region], usual) for region in homes]
    cells.sort(key=lambda cell: (-cell.weight, cell.region))
    found = links(read, concept, homes)
    everything = sorted({entity for entities in homes.values() for entity in entities})
    return Theme(
        concept,
        round(score(concept.id, cells, found), 6),
        round(max(0.0, 1 - 1 / max(cell.quotient for cell in cells)), 4),
        tuple(cells),
        found,
        money(read, everything),
    )


def _cell(read: Corpus, region: str, entities: frozenset[str], weighs: float, share: float, usual: float) -> Cell:
    sentences = {one for entity in entities for one in told_of(read, entity, region)}
    return Cell(
        region,
        round(weighs, 4),
        round(share, 6),
        round(quotient(share, usual), 4),
        round(particular(share, usual), 6),
        tuple(sorted(entities, key=lambda one: (-weight(read, [one], region), read.nodes[one].name))),
        aims(read, region, entities),
        stages(read, entities),
        money(read, entities),
        scales(read, entities),
        tuple(sorted(sentences)),
    )
