"""Forms and the pairs that were joined or kept apart in; the list of merges with their reasons and evidence out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from graph.records import Entity, Mention, Merge
from graph.resolution.forms import Form
from graph.resolution.joining import Edge
from graph.resolution.names import key

__all__ = ["merges"]

#: What tells the spellings of one name, where they differ in more than quotation marks and width: a region's official
#: name, sizes, 项目 behind a project.
_SPELLED = {
    "Region": "region.name",
    "Cluster": "cluster.size",
    "Industry": "industry.size",
    "Project": "project.tail",
}


def merges(
    forms: Sequence[Form], entities: Mapping[int, Entity], edges: Iterable[Edge], apart: Iterable[Edge]
) -> tuple[Merge, ...]:
    """Return why every form of a name stands for its entity, and which pairs were kept apart and why, sorted.

    `entities` maps the numbers of forms to their entities.
    """
    found = [*_spelled(forms, entities), *_joined(forms, entities, edges), *_apart(forms, entities, apart)]
    return tuple(sorted(dict.fromkeys(found), key=_order))


def _order(merge: Merge) -> tuple[object, ...]:
    places = tuple(mention.span for mention in merge.evidence)
    return merge.entity, merge.rule, merge.form, merge.other, merge.detail, places


def _seen(form: Form, near: frozenset[str] = frozenset(), name: str = "") -> Mention:
    """Return a mention of a form: the first one in a document that the other form stands in as well."""
    wanted = name or form.name
    return min(form.mentions, key=lambda m: (m.text != wanted, m.span.document not in near, m.span))


def _spelled(forms: Sequence[Form], entities: Mapping[int, Entity]) -> Iterator[Merge]:
    """Yield the spellings of each form, and the documents that write it alike."""
    for number, form in enumerate(forms):
        entity = entities[number]
        full = _seen(form)
        written = {mention.text for mention in form.mentions}  # the others are short labels of one and the same mention
        for name in sorted(written.intersection(form.names)):
            other = _seen(form, name=name)
            rule = "same-key" if key(name) == form.key else _SPELLED.get(form.types[0], "name.tail")
            yield Merge(entity.id, entity.name, entity.type, name, form.name, rule, form.key, (other, full))
        first: dict[str, Mention] = {}
        for mention in sorted(form.mentions, key=lambda m: m.span):
            first.setdefault(mention.span.document, mention)
        for one, other in pairwise(first.values()):
            yield Merge(
                entity.id, entity.name, entity.type, other.text, one.text, "same-name", form.scope, (other, one)
            )


def _joined(forms: Sequence[Form], entities: Mapping[int, Entity], edges: Iterable[Edge]) -> Iterator[Merge]:
    for edge in edges:
        entity, one, other = entities[edge.one], forms[edge.one], forms[edge.other]
        seen = (_seen(one, other.documents), _seen(other, one.documents))
        yield Merge(entity.id, entity.name, entity.type, one.name, other.name, edge.rule, edge.detail, seen)


def _apart(forms: Sequence[Form], entities: Mapping[int, Entity], apart: Iterable[Edge]) -> Iterator[Merge]:
    """Yield the pairs that a rule took for one and that something spoke against, and namesakes of different regions."""
    for edge in apart:
        entity, one, other = entities[edge.other], forms[edge.one], forms[edge.other]
        if entities[edge.one].id != entity.id:
            seen = (_seen(one, other.documents), _seen(other, one.documents))
            yield Merge(entity.id, entity.name, entity.type, one.name, other.name, _apart_rule(edge), edge.detail, seen)
    namesakes: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for number, form in enumerate(forms):
        namesakes[form.kind, form.key].setdefault(entities[number].id, number)
    for found in namesakes.values():
        for a, b in pairwise(found.values()):
            detail = f"{forms[a].scope} / {forms[b].scope}"
            seen = (_seen(forms[a]), _seen(forms[b]))
            entity = entities[b]
            yield Merge(entity.id, entity.name, entity.type, forms[a].name, forms[b].name, "apart.scope", detail, seen)


def _apart_rule(edge: Edge) -> str:
    return "apart.user" if edge.rule == "user.different" else edge.rule
