"""What a search gives: the record of a hit, and of what is known of a thing by its IRI."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KINDS", "Hit", "Known"]

KINDS = ("entity", "sentence", "document")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a search found.

    `kind` is "entity", "sentence" or "document"; `name` an entity's name or a document's title ("" of a sentence).
    `types` has an entity's types, the main one first, and `place` the region that it lies in or a document is about.
    `text` is the alias that matched ("" where the name itself did), or the sentence without its line breaks. `spans`
    are the places of the search in `text`, or in `name` where `text` is "": [start, end) in characters. `document`,
    `title` and `year` tell where a sentence stands. `score` is the rank's worth, the higher the better.
    """

    kind: str
    iri: str
    name: str
    types: tuple[str, ...] = ()
    place: str = ""
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    document: str = ""
    title: str = ""
    year: int | None = None
    section: str = ""
    basis: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """An entity or document of the index: its name or title, types, region, and how much tells of it."""

    iri: str
    name: str
    types: tuple[str, ...]
    place: str
    weight: int
    year: int | None
