"""A store, a question and its parameters in; the answer out, as a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain

import pyoxigraph as ox

from graph import remote
from graph.query import run, text
from graph.questions.excerpt import Wanted, excerpt
from graph.questions.parameters import bind
from graph.questions.paths import Hop, Hops, paths
from graph.questions.read import Question, columns, question
from graph.questions.sources import Source, Term, Triple, label, of_fact, sources

__all__ = ["Answer", "ask"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gives: rows of text under their columns, the IRI behind each cell, and the SPARQL that ran.

    `evidence` has the sentences of each row where they were asked for; `remarks` say how names were read.
    """

    question: Question
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    iris: tuple[tuple[str, ...], ...]
    evidence: tuple[tuple[Source, ...], ...]
    remarks: tuple[str, ...]
    sparql: str

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each row as a mapping from column to text; what is unbound is left out."""
        for row in self.rows:
            yield {name: cell for name, cell in zip(self.columns, row, strict=True) if cell}

    def __len__(self) -> int:
        return len(self.rows)

    def heads(self) -> tuple[str, ...]:
        """Return the columns as people read them, in Chinese and English."""
        return tuple(" ".join(columns()[name]) for name in self.columns)

    def csv(self) -> str:
        """Return the rows as CSV; with evidence one line a sentence, the row's cells in front."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        if not self.evidence:
            writer.writerow(self.columns)
            writer.writerows(self.rows)
            return out.getvalue()
        writer.writerow((*self.columns, "fact", "quote", "source", "source_year", "section", "start", "end", "rules"))
        for row, shown in zip(self.rows, self.evidence, strict=True):
            for one in shown or (Source("", "", "", None, "", None, None, (), True),):
                place = (one.fact, one.quote, one.document, one.year, one.section, one.start, one.end)
                writer.writerow((*row, *("" if cell is None else cell for cell in place), " ".join(one.rules)))
        return out.getvalue()

    def json(self) -> str:
        """Return question, columns and rows as JSON: each cell with its text and, for a node, its IRI."""
        rows = []
        for number, (row, iris) in enumerate(zip(self.rows, self.iris, strict=True)):
            cells = {
                name: {"text": cell, "iri": iri} if iri else {"text": cell}
                for name, cell, iri in zip(self.columns, row, iris, strict=True)
                if cell
            }
            made: dict[str, object] = {"cells": cells}
            if self.evidence:
                made["evidence"] = [asdict(one) for one in self.evidence[number]]
            rows.append(made)
        told = {"question": self.question.id, "zh": self.question.zh, "en": self.question.en}
        return json.dumps({**told, "columns": list(self.columns), "rows": rows}, ensure_ascii=False, indent=1)


def ask(store: remote.Source, name: str, /, *, evidence: bool = False, **parameters: object) -> Answer:
    """Answer a question of the bank; names are looked up in the graph, `evidence` adds the sentences of every row.

    Raises QueryError for an unknown question or a wrong parameter, StoreError for a name that the graph does not have.
    """
    asked = question(name)
    bound = bind(store, asked, {key.replace("-", "_"): value for key, value in parameters.items() if value is not None})
    sparql = asked.text(bound.terms)
    result = run(store, sparql)
    if asked.computed == "paths":
        return _paths(store, asked, bound.terms, bound.remarks, sparql)
    shown = [name for name in result.columns if not name.startswith("_")]
    made = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    lines = [_lines(asked, {**bound.terms, **_bound(row)}, set(row)) for row in made if evidence]
    store = excerpt(store, (row[column] for row in made for column in shown), chain.from_iterable(lines))
    names: dict[object, str] = {}
    rows = tuple(tuple(_text(store, row[column], names) for column in shown) for row in made)
    iris = tuple(tuple(_iri(row[column]) for column in shown) for row in made)
    found = tuple(_evidence(store, told) for told in lines)
    return Answer(asked, tuple(shown), rows, iris, found, bound.remarks, sparql)


def _text(store: remote.Source, term: object, names: dict[object, str]) -> str:
    if term not in names:
        names[term] = "" if term is None else label(store, term)
    return names[term]


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _bound(row: Mapping[str, object]) -> dict[str, Term]:
    return {name: term for name, term in row.items() if isinstance(term, ox.NamedNode | ox.Literal)}


def _lines(asked: Question, row: Mapping[str, Term], names: set[str]) -> list[Wanted]:
    """Return the lines of facts that tell of a row, with it; not those about a column that the row leaves empty."""
    found: list[Wanted] = []
    for line in asked.facts:
        used = {word[1:] for word in line.replace(";", " ").split() if word.startswith("?")}
        if not (used & names) - set(row):
            found.append((line, row))
    return found


def _evidence(store: remote.Source, lines: Iterable[Wanted]) -> tuple[Source, ...]:
    """Return the sentences of a row."""
    found: dict[Source, None] = {}
    for line, row in lines:
        found.update(dict.fromkeys(sources(store, line, row)))
    said = [one for one in found if one.quote]
    return tuple(said or found)


def _paths(
    store: remote.Source, asked: Question, terms: Mapping[str, Term], remarks: tuple[str, ...], sparql: str
) -> Answer:
    """Answer with the ways between two entities over the edges that the question's SPARQL gives."""
    one, other = text(terms["one"]), text(terms["other"])
    longest = int(text(terms["longest"]))
    edges = [tuple(map(text, row)) for row in run(store, sparql).rows]
    found = paths(edges, one, other, longest)  # type: ignore[arg-type]
    facts = [_fact(hop) for way in found for hop in way]
    store = excerpt(store, (), (), facts)
    rows = tuple((str(len(way)), _shown(store, way)) for way in found)
    shown = tuple(tuple(source for hop in way for source in of_fact(store, _fact(hop))) for way in found)
    return Answer(asked, ("length", "path"), rows, tuple(("", "") for _ in rows), shown, remarks, sparql)


def _shown(store: remote.Source, way: Hops) -> str:
    names = [label(store, ox.NamedNode(way[0].start))]
    for hop in way:
        relation = label(store, ox.NamedNode(hop.relation))
        names.append(f"→{relation}→" if hop.forward else f"←{relation}←")
        names.append(label(store, ox.NamedNode(hop.end)))
    return " ".join(names)


def _fact(hop: Hop) -> Triple:
    """Return the fact that a step goes along."""
    ends = (hop.start, hop.end) if hop.forward else (hop.end, hop.start)
    return ox.NamedNode(ends[0]), ox.NamedNode(hop.relation), ox.NamedNode(ends[1])
