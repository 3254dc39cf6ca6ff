"""Names as documents write them in; extractions that hold exactly these mentions out, to test rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.documents import document
from graph.records import Claim, Entity, Extraction, Mention, Sentence, Span
from graph.resolution import Decisions, resolve

CITY, OTHER, DISTRICT, PROVINCE = "锦州市", "盘锦市", "凌河区", "辽宁省"


def written(
    names: Sequence[tuple[str, str]],
    subject: str = CITY,
    name: str = "a",
    year: int = 2024,
    undertakes: Sequence[tuple[str, str]] = (),
) -> Extraction:
    """Return a document of a sentence for each (type, name); `undertakes` are pairs of firms and projects."""
    text = "".join(f"支持{one}发展。" for _, one in names)
    made = replace(document(text, name=name, subject=subject, year=year), id=name)
    mentions, sentences, start = [], [], 0
    for number, (kind, one) in enumerate(names):
        mentions.append(Mention(Span(name, start + 2, start + 2 + len(one)), kind, one, "test"))
        sentences.append(Sentence(Span(name, start, start + len(one) + 5), (), number))
        start += len(one) + 5
    by_text = {mention.text: mention for mention in mentions}
    claims = [Claim(by_text[a], "undertakes", by_text[b], by_text[b].span, "test") for a, b in undertakes]
    return Extraction(made, tuple(sentences), tuple(mentions), tuple(claims))


def groups(*extractions: Extraction, decisions: Decisions | None = None) -> list[set[str]]:
    """Return the names that are one entity, for every entity, sorted."""
    found: dict[str, set[str]] = {}
    resolution = resolve(extractions, decisions)
    for extraction in extractions:
        for mention in extraction.mentions:
            found.setdefault(resolution.of[mention], set()).add(mention.text)
    return sorted(found.values(), key=sorted)


def rules(*extractions: Extraction, decisions: Decisions | None = None) -> set[str]:
    """Return the rules that joined different names."""
    listed = resolve(extractions, decisions).merges
    return {one.rule for one in listed if not one.rule.startswith("apart.") and one.rule != "same-name"}


def entities(*extractions: Extraction) -> dict[str, Entity]:
    """Return the entities by their ids."""
    return {entity.id: entity for entity in resolve(extractions).entities}
