"""The facts that a row of an answer rests on in; the sentences that state them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from graph import remote
from graph.query import run, shorten
from graph.rdf.iris import PREFIXES, PROV, RDF, RG

__all__ = ["Source", "Term", "Triple", "filled", "label", "of_fact", "sources", "triples_of"]

Term = ox.NamedNode | ox.Literal
Triple = tuple[Term, ox.NamedNode, Term]
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|[?\w:-]+|[;.]')
_PARTS = tuple(ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_SUBJECT, _, _OBJECT = _PARTS
_DERIVED = ox.NamedNode(PROV + "wasDerivedFrom")
_LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
_SOURCE = ox.NamedNode("http://purl.org/dc/terms/source")


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence behind a row: the fact that it states, its words and its place; `start` and `end` in characters.

    General knowledge, such as the table of divisions, has no sentence: `document` then names where it comes from.
    """

    fact: str
    quote: str
    document: str
    year: int | None
    section: str
    start: int | None
    end: int | None
    rules: tuple[str, ...]
    explicit: bool


def label(store: remote.Source, term: object) -> str:
    """Return a term as people read it: the Chinese label of a node or of a term of the ontology, else its text."""
    from graph.ontology import ontology

    if not isinstance(term, ox.NamedNode):
        return shorten(term)
    if term.value.startswith(RG) and (local := term.value[len(RG) :]) in ontology().terms:
        return ontology().label(local)
    found = [quad.object for quad in store.quads_for_pattern(term, _LABEL, None)]
    found = found or [quad.object for quad in store.quads_for_pattern(term, ox.NamedNode(RG + "title"), None)]
    names = sorted(found, key=lambda one: (getattr(one, "language", "") == "en", str(one)))
    return shorten(names[0]) if names else shorten(term)


def triples_of(line: str) -> list[tuple[str, str, str]]:
    """Return the triple patterns of a `# facts:` line; raises ValueError for anything else.

    >>> triples_of("?a rg:leads ?b ; a rg:Company . ?b rg:within ?c")
    [('?a', 'rg:leads', '?b'), ('?a', 'rdf:type', 'rg:Company'), ('?b', 'rg:within', '?c')]
    """
    parts = _PART.findall(line)
    if "".join(parts) != "".join(line.split()):
        raise ValueError("only plain triple patterns may stand in it")
    made: list[tuple[str, str, str]] = []
    for block in " ".join(parts).split(" . "):
        first, *others = block.split(" ; ")
        subject, _, rest = first.partition(" ")
        for pair in (rest, *others):
            predicate, value = pair.split(" ")
            made.append((subject, "rdf:type" if predicate == "a" else predicate, value))
    return made


def sources(store: remote.Source, line: str, row: Mapping[str, Term]) -> Iterator[Source]:
    """Yield the sentences of the facts that a `# facts:` line names, with a row's terms in place of its variables.

    A line that is one variable names a statement or a sentence; a line of triple patterns is matched as a whole, and
    variables that the row does not have stand for anything.
    """
    if line.startswith("?") and " " not in line:
        node = row.get(line[1:])
        if isinstance(node, ox.NamedNode):
            yield from _of_node(store, node)
        return
    patterns = triples_of(line)
    used = {part[1:] for pattern in patterns for part in pattern if part.startswith("?")}
    bound = {name: term for name, term in row.items() if name in used}
    values = f"VALUES ({' '.join('?' + name for name in bound)}) {{ ({' '.join(map(str, bound.values()))}) }}"
    sparql = f"SELECT DISTINCT * WHERE {{ {values if bound else ''} {line} }}"
    result = run(store, sparql)
    facts: dict[tuple[object, ...], None] = {}
    for solution in sorted(result.rows, key=str):  # in the same order whatever store answers
        terms = dict(zip(result.columns, solution, strict=True))
        facts.update((tuple(filled(part, terms) for part in pattern), None) for pattern in patterns)
    for fact in facts:
        yield from of_fact(store, fact)  # type: ignore[arg-type]


def filled(part: str, terms: Mapping[str, object]) -> object:
    """Return the term that a part of a pattern stands for: a variable's, an IRI, or a literal."""
    if part.startswith("?"):
        return terms[part[1:]]
    if part.startswith("<"):
        return ox.NamedNode(part[1:-1])
    prefix, mark, local = part.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local) if mark and prefix in PREFIXES else ox.Literal(part.strip('"'))


def of_fact(store: remote.Source, fact: Triple) -> Iterator[Source]:
    """Yield the sentences of the statement about a fact, where there is one; of a bare mention, the document."""
    subject, predicate, value = fact
    if predicate.value == RG + "mentionedIn":
        yield Source(
            " ".join(label(store, part) for part in fact), "", label(store, value), None, "", None, None, (), True
        )
    for statement in sorted(_about(store, subject, value), key=str):
        told = [ox.Quad(statement, name, node) for name, node in zip(_PARTS, fact, strict=True)]
        if all(quad in store for quad in told):
            yield from _of_node(store, statement)


def _about(store: remote.Source, subject: Term, value: Term) -> list[ox.NamedNode]:
    """Return the statements of a subject or those of an object, whichever are fewer: a city has thousands."""
    few: list[ox.NamedNode] = []
    many: list[ox.NamedNode] = []
    others = store.quads_for_pattern(None, _OBJECT, value)
    for quad in store.quads_for_pattern(None, _SUBJECT, subject):
        few.append(quad.subject)  # type: ignore[arg-type]
        other = next(others, None)
        if other is None:
            return many
        many.append(other.subject)  # type: ignore[arg-type]
    return few


def _value(store: remote.Source, node: ox.NamedNode, name: str) -> Term | None:
    found = sorted((quad.object for quad in store.quads_for_pattern(node, ox.NamedNode(name), None)), key=str)
    return found[0] if found else None  # type: ignore[return-value]


def _of_node(store: remote.Source, node: ox.NamedNode) -> Iterator[Source]:
    """Yield the sentences of a statement, or the sentence that the node is."""
    if _value(store, node, RG + "quote") is not None:
        yield _source(store, node, "", (), True)
        return
    parts = [_value(store, node, RDF + name) for name in ("subject", "predicate", "object")]
    fact = " ".join(label(store, part) for part in parts if part is not None)
    rules = tuple(sorted(shorten(q.object) for q in store.quads_for_pattern(node, ox.NamedNode(RG + "rule"), None)))
    explicit = shorten(_value(store, node, RG + "explicit")) == "true"
    derived = [quad.object for quad in store.quads_for_pattern(node, _DERIVED, None)]
    for sentence in sorted(derived, key=str):
        yield _source(store, sentence, fact, rules, explicit)  # type: ignore[arg-type]
    if not derived and (told := _value(store, node, _SOURCE.value)) is not None:
        yield Source(fact, "", label(store, told), None, "", None, None, rules, explicit)


def _source(store: remote.Source, node: ox.NamedNode, fact: str, rules: tuple[str, ...], explicit: bool) -> Source:
    quote, document = _value(store, node, RG + "quote"), _value(store, node, RG + "document")
    if quote is None or not isinstance(document, ox.NamedNode):
        return Source(fact, "", label(store, node), None, "", None, None, rules, explicit)
    year, section = _value(store, document, RG + "year"), _value(store, node, RG + "section")
    start, end = (int(shorten(_value(store, node, RG + name))) for name in ("start", "end"))
    told = int(shorten(year)) if year is not None else None
    words, title = " ".join(shorten(quote).split()), label(store, document)
    return Source(fact, words, title, told, shorten(section), start, end, rules, explicit)
