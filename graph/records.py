"""The records that travel between the stages: frozen, without behaviour beyond what their fields say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "TYPES",
    "Claim",
    "Document",
    "Entity",
    "Extraction",
    "Mention",
    "Merge",
    "Quantity",
    "Region",
    "Resolution",
    "Sentence",
    "Span",
]

#: The ten entity types, in the order in which tables and legends show them.
TYPES = (
    "Region",
    "Park",
    "Company",
    "Organization",
    "Cluster",
    "Industry",
    "Project",
    "Facility",
    "Strategy",
    "Positioning",
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text, as offsets into the text as it was read: start inclusive, end exclusive."""

    document: str
    start: int
    end: int

    def of(self, text: str) -> str:
        """Return what the span covers.

        >>> Span("a", 1, 3).of("凌河区")
        '河区'
        """
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division or a functional region of the gazetteer.

    `code` is the GB/T 2260 code ("210703"), or a word of our own for functional regions and countries ("x-jjj").
    `level` is one of province, prefecture, county, functional, country.
    `parent` is the code of the division above, "" for provinces, functional regions and countries.
    `until` is the year in which a division was given up, None for current ones; `successor` where its area went.
    """

    code: str
    name: str
    level: str
    parent: str = ""
    short: str = ""
    former: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    until: int | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, with what its head says of it; `subject` is the region whose affairs it reports.

    `zone` is the name of the development zone of that region that it is about, where it is about one. `date` is the day
    that its head gives (2024-02-18), "" where it gives none.
    """

    id: str
    path: str
    title: str
    subject: Region | None
    year: int | None
    genre: str
    text: str
    zone: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, the headings it stands under (outermost first) and the number of its paragraph.

    `basis` tells whether it speaks of what was reached ("actual") or is aimed at ("target"), `year` of which year; both
    are known once the sentences are read in their order (`graph.claims.periods.timed`).
    """

    span: Span
    section: tuple[str, ...]
    paragraph: int
    basis: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a document.

    `text` is the name as the document spells it, without line breaks and spaces inside it. A contiguous mention covers
    exactly its span. An item of a list that shares a head (石化、新材料2个产业集群) is not contiguous: `span` covers
    its own words and `parts` lists the stretches, in reading order, that make up `text`.
    """

    span: Span
    type: str
    text: str
    rule: str
    parts: tuple[Span, ...] = ()

    def __hash__(self) -> int:
        # The rest is compared, but tells few mentions apart.
        return hash((self.span.document, self.span.start, self.text))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, 万 and 亿 multiplied in: Quantity(400000.0, "吨/年")."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a document: a relation, an attribute or an observation of an indicator, with its evidence.

    `property` is the local name in the ontology: a relation (locatedIn … cooperatesWith; the object is a Mention), an
    attribute (status, level: str; investment, capacity, area, scale: Quantity) or "observation" (subject: a region;
    object: a Quantity, or None where only growth is stated; qualifiers: indicator, year, basis, growth, bound).
    `span` is the sentence that says so, `rule` the id of the rule that found it; `explicit` is false for what only
    follows from the document's subject.
    """

    subject: Mention
    property: str
    object: Mention | Quantity | str | None
    span: Span
    rule: str
    explicit: bool = True
    qualifiers: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gives: what the pipeline keeps of it."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing: its id ("park/210703-松涛产业园"), type, canonical name, other names and mentions.

    `scope` is the code of the region that tells it from its namesakes; for a Region its own code. "" where unknown.
    `also` holds further types where two readings are equally right (a park that is being built as a project).
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    scope: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Why a form of a name stands for an entity, or, where `rule` begins with "apart.", why it does not.

    `entity`, `name` and `type` are the entity's; `form` is the other form, `other` the form it was compared with.
    `rule` says what they share ("park.place-prefix", "user.same" …), `detail` in which words. `evidence` holds a
    mention of the form and, where there is one, a mention of the other.
    """

    entity: str
    name: str
    type: str
    form: str
    other: str
    rule: str
    detail: str
    evidence: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which mention stands for which entity, kept beside the claims so that a merge can be undone.

    `of` maps every mention to the id of its entity. `merges` tells why names were joined, or kept apart; `reasons`
    maps an entity's id to the rules that joined its names. `claims` are those that only the entities of all documents
    together tell (a phase and its whole); `unused` are decisions of the user that matched no name.
    """

    entities: tuple[Entity, ...]
    of: Mapping[Mention, str]
    reasons: Mapping[str, tuple[str, ...]]
    merges: tuple[Merge, ...] = ()
    claims: tuple[Claim, ...] = ()
    unused: tuple[str, ...] = ()
