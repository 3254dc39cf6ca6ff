"""Forms and their entities in; the wholes that phases and units are parts of out, made where no document names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.records import Claim, Entity, Extraction, Mention, Span
from graph.resolution.forms import Form
from graph.resolution.names import key
from graph.resolution.places import on_one_line
from graph.resolution.wording import phase_of

__all__ = ["wholes"]

_RULE = "name.phase"
#: A stem of fewer characters is no name.
_STEM = 4


def wholes(
    extractions: Iterable[Extraction], forms: Sequence[Form], entities: Mapping[int, Entity]
) -> tuple[list[Entity], tuple[Claim, ...]]:
    """Return the wholes that have to be made, since documents name two phases of them, and what is part of what.

    `entities` maps the numbers of forms to their entities. A claim's sentence is the one that names the phase.
    """
    by_key: dict[str, list[int]] = defaultdict(list)
    phases: dict[tuple[str, str], dict[str, tuple[Form, Entity]]] = defaultdict(dict)
    for number, form in enumerate(forms):
        if form.kind == "one":
            by_key[form.key].append(number)
            stem, phase = phase_of(form.key)
            if phase and len(stem) >= _STEM and "Project" in form.types:
                phases[stem, form.scope].setdefault(phase, (form, entities[number]))
    made: list[Entity] = []
    parts: list[tuple[Mention, Mention]] = []
    for (stem, scope), found in sorted(phases.items()):
        whole = _named(stem, scope, by_key, forms, entities)
        if whole is None and len({entity.id for _, entity in found.values()}) > 1:
            whole = _made(stem, scope, [form for form, _ in found.values()])
            if whole is not None:
                made.append(whole)
        if whole is not None:
            parts += [(_first(entity), _first(whole)) for _, entity in found.values() if entity.id != whole.id]
    return made, tuple(_claims(parts, extractions))


def _first(entity: Entity) -> Mention:
    return min(entity.mentions, key=lambda mention: mention.span)


def _named(
    stem: str, scope: str, by_key: Mapping[str, list[int]], forms: Sequence[Form], entities: Mapping[int, Entity]
) -> Entity | None:
    """Return the project or park that goes by the name of a phase without its number."""
    for number in by_key.get(stem, ()):
        place, entity = forms[number].scope, entities[number]
        if {"Project", "Park"} & {entity.type, *entity.also} and (not place or not scope or on_one_line(place, scope)):
            return entity
    return None


def _made(stem: str, scope: str, phases: Sequence[Form]) -> Entity | None:
    """Return the whole of phases, mentioned where their names begin; None where no name is written in one piece."""
    found = [_beginning(mention, stem) for form in phases for mention in form.mentions]
    mentions = tuple(dict.fromkeys(sorted((one for one in found if one), key=lambda one: one.span)))
    if not mentions:
        return None
    name = mentions[0].text
    words = name.replace("/", "∕")
    return Entity(f"project/{scope}-{words}" if scope else f"project/{words}", "Project", name, (), mentions, scope)


def _beginning(mention: Mention, stem: str) -> Mention | None:
    if mention.parts or mention.span.end - mention.span.start != len(mention.text):
        return None
    for end in range(len(mention.text), 0, -1):
        if key(mention.text[:end]) == stem:
            span = Span(mention.span.document, mention.span.start, mention.span.start + end)
            return Mention(span, "Project", mention.text[:end], "project.whole")
    return None


def _claims(parts: Iterable[tuple[Mention, Mention]], extractions: Iterable[Extraction]) -> Iterator[Claim]:
    wanted = defaultdict(list)
    for part, whole in parts:
        wanted[part.span.document].append((part, whole))
    for extraction in extractions:
        for part, whole in wanted.get(extraction.document.id, ()):
            for sentence in extraction.sentences:
                if sentence.span.start <= part.span.start < sentence.span.end:
                    yield Claim(part, "partOf", whole, sentence.span, _RULE, explicit=False)
                    break
