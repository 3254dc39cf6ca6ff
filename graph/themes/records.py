"""What themes are made of: the records that a theme's report, its table and its page are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.industries import Concept
from graph.themes.corpus import Corpus

__all__ = ["KINDS", "Aim", "Cell", "Community", "Link", "Scale", "Sum", "Theme", "Themes"]

#: The kinds of links between regions with what people call them and what one counts for in a theme's score.
KINDS: Mapping[str, tuple[str, str, float]] = {
    "cooperation": ("合作", "cooperation", 1.0),
    "company": ("共有企业", "shared company", 1.0),
    "belt": ("同一产业带", "one belt", 1.0),
    "named": ("提及对方", "named by the other", 0.5),
    "aim": ("同一目标", "same target", 0.5),
    "chain": ("上下游", "upstream to downstream", 0.25),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in yuan, added up without double counting; the entities counted and the sentences that state it."""

    value: float
    entities: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """The output of a cluster or industry in yuan, reached (actual) or aimed at (target).

    `counted` is false where a wider one covers it already.
    """

    value: float
    entity: str
    counted: bool
    basis: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """What a region sets out to build, develop or become within a theme."""

    entity: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A theme in a region: its weight, its share of the region, the location quotient of it, and what is behind it.

    `stages` counts projects and parks by plan (a state only aimed at is one), works, fact and "" (no state is told).
    """

    region: str
    weight: float
    share: float
    quotient: float
    particular: float
    entities: tuple[str, ...]
    aims: tuple[Aim, ...]
    stages: Mapping[str, int]
    investment: Sum | None
    scales: tuple[Scale, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """What joins two regions within a theme; of a kind that is `mutual` both sides say so or none is the first."""

    a: str
    b: str
    kind: str
    entities: tuple[str, ...]
    zh: str
    en: str
    sentences: tuple[str, ...]
    mutual: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """A concept of the scheme of industries with its cells by region and the links between regions."""

    concept: Concept
    score: float
    particular: float
    cells: tuple[Cell, ...]
    links: tuple[Link, ...]
    investment: Sum | None

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that share it."""
        return tuple(cell.region for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Community:
    """Entities that are joined more closely among themselves, called after their industries and regions."""

    label: str
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """All themes of a graph, the highest score first, and what they were read from."""

    corpus: Corpus
    themes: tuple[Theme, ...]
    communities: tuple[Community, ...]

    def of(self, concept: str) -> Theme | None:
        """Return the theme of a concept, by the concept's local name."""
        return next((theme for theme in self.themes if theme.concept.id == concept), None)
