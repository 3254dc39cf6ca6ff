"""A SPARQL query, or a question of the bank, in; its rows out, each with the facts and sentences behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.assistant.backing import Backing, triples_under
from graph.assistant.nodes import Labels
from graph.assistant.records import AskedQuestion, Bank, BankParameter, BankQuestion, Cell, Row, Selected
from graph.assistant.sentences import Book
from graph.errors import QueryError
from graph.query import run, text
from graph.questions import question, questions
from graph.remote import Source

if TYPE_CHECKING:
    from graph.serve.opened import Opened

__all__ = ["ask_question", "bank", "select"]

Terms = Mapping[str, ox.NamedNode | ox.Literal]
_NONE = "{count} of {total} rows carry no sentence; what they say is counted or computed from the graph, do not cite it"


def select(opened: Opened, sparql: str, limit: int = 20) -> Selected:
    """Run a SELECT or ASK; each row with the facts between its values, else with sentences that name them."""
    source: Source = opened.source
    if not sparql.strip():
        raise QueryError("sparql: empty; give a SELECT or an ASK")
    found = run(source, sparql, most=limit + 1)
    if found.triples is not None:
        raise QueryError("only SELECT and ASK are answered here; write SELECT ?s ?p ?o for the triples of a CONSTRUCT")
    if found.truth is not None:
        remark = "an ASK carries no sentence; SELECT the entities that it is about to see what is stated of them"
        return Selected(columns=(), rows=(), truth=found.truth, remarks=(remark,))
    shown = [_terms(found.columns, row) for row in found.rows[:limit]]
    labels = Labels(source)
    book = Book(source, labels)
    backing = Backing(opened, book)
    backing.learn([list(row.values()) for row in shown])
    rows = []
    for row in shown:
        facts, kind, numbers = backing.of_row(list(row.values()))
        rows.append(Row(cells=_cells(labels, found.columns, row), backing=kind, facts=facts, quotations=numbers))
    more = len(found.rows) > limit
    remarks = [f"more than {limit} rows; add LIMIT and OFFSET, narrow the query, or raise limit"] if more else []
    remarks += _bare(rows)
    return Selected(
        columns=found.columns, rows=tuple(rows), more=more,
        remarks=(*remarks, *book.remarks()), quotations=book.quotations(),
    )  # fmt: skip


def _bare(rows: Sequence[Row]) -> list[str]:
    count = sum(row.backing == "none" for row in rows)
    return [_NONE.format(count=count, total=len(rows))] if count else []


def _terms(columns: Sequence[str], row: Sequence[object]) -> Terms:
    return {name: term for name, term in zip(columns, row, strict=True) if isinstance(term, ox.NamedNode | ox.Literal)}


def _cells(labels: Labels, columns: Sequence[str], row: Terms) -> tuple[Cell, ...]:
    labels.learn(term.value for term in row.values() if isinstance(term, ox.NamedNode))
    return tuple(
        Cell(text=labels.name_of(row[name]), iri=row[name].value if isinstance(row[name], ox.NamedNode) else "")
        if name in row
        else Cell(text="")
        for name in columns
    )


def ask_question(
    opened: Opened, name: str, parameters: Sequence[tuple[str, str]] = (), limit: int = 20
) -> AskedQuestion:
    """Answer a question of the bank; each row with the facts that it rests on."""
    from graph.questions.parameters import bind

    source: Source = opened.source
    asked = question(name)
    bound = bind(source, asked, {key.replace("-", "_"): value for key, value in parameters})
    if asked.computed:
        return _computed(opened, name, parameters, limit)
    sparql = asked.text(bound.terms)
    found = run(source, sparql)
    columns = [column for column in found.columns if not column.startswith("_")]
    labels = Labels(source)
    book = Book(source, labels)
    backing = Backing(opened, book)
    rows = []
    for values in found.rows[:limit]:
        row = _terms(found.columns, values)
        terms = {**bound.terms, **row}
        told = []
        for line in asked.facts:
            used = {word[1:] for word in line.replace(";", " ").split() if word.startswith("?")}
            if not (used & set(found.columns)) - set(row):
                told += triples_under(source, line, terms)
        facts, kind, numbers = backing.of_triples(told)
        rows.append(Row(cells=_cells(labels, columns, row), backing=kind, facts=facts, quotations=numbers))
    return AskedQuestion(
        question=f"{asked.zh} {asked.en}", columns=tuple(columns), heads=_heads(columns), rows=tuple(rows),
        total=len(found.rows), sparql=sparql,
        remarks=(*bound.remarks, *_more(len(found.rows), limit), *_bare(rows), *book.remarks()),
        quotations=book.quotations(),
    )  # fmt: skip


def _more(total: int, limit: int) -> list[str]:
    return [f"{total - limit} more rows; narrow the parameters or raise limit"] if total > limit else []


def _heads(columns: Sequence[str]) -> tuple[str, ...]:
    from graph.questions.read import columns as known

    return tuple(" ".join(known()[name]) for name in columns)


def _computed(opened: Opened, name: str, parameters: Sequence[tuple[str, str]], limit: int) -> AskedQuestion:
    """Answer a question whose rows are computed, such as the ways between two entities."""
    from graph.questions import ask

    source: Source = opened.source
    answer = ask(source, name, evidence=True, **dict(parameters))
    book = Book(source, Labels(source))
    rows = []
    for cells, shown in list(zip(answer.rows, answer.evidence, strict=True))[:limit]:
        places = [(one.document, one.start, one.end) for one in shown if one.start is not None]
        numbers = book.numbers(_sentences_at(source, places))
        made = tuple(Cell(text=cell) for cell in cells)
        rows.append(Row(cells=made, backing="facts" if numbers else "none", quotations=numbers))
    return AskedQuestion(
        question=f"{answer.question.zh} {answer.question.en}", columns=answer.columns, heads=answer.heads(),
        rows=tuple(rows), total=len(answer), sparql=answer.sparql,
        remarks=(*answer.remarks, *_more(len(answer), limit), *_bare(rows), *book.remarks()),
        quotations=book.quotations(),
    )  # fmt: skip


def _sentences_at(source: Source, places: Sequence[tuple[str, int | None, int | None]]) -> list[str]:
    if not places:
        return []
    values = " ".join(f"({ox.Literal(title)} {start} {end})" for title, start, end in dict.fromkeys(places))
    found = run(
        source,
        f"SELECT ?sentence WHERE {{ VALUES (?title ?start ?end) {{ {values} }} ?document rg:title ?title . "
        "?sentence rg:document ?document ; rg:start ?start ; rg:end ?end }",
    )
    return [text(row[0]) for row in found.rows]


def bank(group: str = "") -> Bank:
    """Return the questions of the bank, of one group where one is named by a part of its name."""
    groups = tuple(dict.fromkeys(one.group for one in questions().values()))
    kept = [one for one in questions().values() if group.strip().lower() in one.group.lower()]
    if not kept:
        raise QueryError(f"group {group}: no such group; choose one of {'、'.join(groups)}")
    return Bank(
        groups=groups,
        questions=tuple(
            BankQuestion(
                id=one.id, zh=one.zh, en=one.en, group=one.group, notes=one.notes,
                parameters=tuple(
                    BankParameter(
                        name=each.name, kind=each.kind, required=each.required, default=each.default,
                        meaning=f"{each.zh} {each.en}",
                    )
                    for each in one.parameters
                ),
            )
            for one in kept
        ),
    )  # fmt: skip
