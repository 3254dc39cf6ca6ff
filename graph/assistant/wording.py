"""An answer in; the same as text for people and assistants out, with every quotation marked as text of documents."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from typing import assert_never

from graph.assistant.records import (
    AskedQuestion,
    Bank,
    Described,
    Fact,
    Found,
    Neighbours,
    Node,
    Proof,
    Quotation,
    Row,
    Selected,
    SharedThemes,
    Theme,
)

__all__ = ["Answer", "bank_text", "plain", "worded"]

Answer = Found | Described | Neighbours | Proof | SharedThemes | Selected | AskedQuestion
_WORDS = {"fact": "事实 fact", "plan": "计划 plan", "general": "常识 general knowledge"}
_BACKING = {"stated": "文件明说 stated", "implied": "推断 implied", "general": "无文件 no document"}


def plain(text: str) -> str:
    r"""Return text of a document on one line, with characters that hide or turn text made visible.

    >>> plain("甲\n乙\u202e")
    '甲 乙\\u202e'
    """
    shown = []
    for character in " ".join(text.split()):
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
        shown.append(f"\\u{ord(character):04x}" if hidden else character)
    return "".join(shown)


def worded(answer: Answer) -> str:
    """Return an answer as text: what was found, remarks, and the quotations under their numbers."""
    lines = [*_body(answer), *(f"* {plain(remark)}" for remark in answer.remarks)]
    if answer.quotations:
        lines += ["", answer.note, *map(_quoted, answer.quotations)]
    return "\n".join(lines)


def _body(answer: Answer) -> Iterator[str]:
    match answer:
        case Found():
            yield from map(_node, answer.hits)
        case Described() | Neighbours():
            if answer.entity is None:
                yield from map(_node, answer.candidates)
                return
            yield _node(answer.entity)
            if isinstance(answer, Described) and answer.documents:
                yield f"文件 documents: {plain('; '.join(answer.documents))}"
            yield from map(_fact, answer.facts)
        case Proof():
            yield from map(_node, answer.candidates)
            yield from map(_fact, answer.facts)
        case SharedThemes():
            for theme in answer.themes:
                yield from _theme(theme)
        case Selected():
            if answer.truth is not None:
                yield str(answer.truth).lower()
            else:
                yield from _table(answer.columns, answer.rows)
        case AskedQuestion():
            yield answer.question
            yield from _table(answer.heads, answer.rows)
        case _:
            assert_never(answer)


def _numbers(numbers: Iterable[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _node(node: Node) -> str:
    parts = [f"- {plain(node.name)} ({node.type}) <{node.iri}>"]
    if node.lies_in:
        parts.append(f"位于 in {plain('、'.join(node.lies_in))}")
    if node.other_names:
        parts.append(f"又名 also {plain('、'.join(node.other_names))}")
    if node.stage:
        parts.append(f"状态 state {node.stage}")
    return "; ".join(parts) + (f" {_numbers(node.quotations)}" if node.quotations else "")


def _fact(fact: Fact) -> str:
    told = f"{_WORDS[fact.basis]}, {_BACKING[fact.backing]}"
    if fact.superseded:
        told += ", 已被后来的文件取代 superseded"
    source = f" ({plain(fact.source)})" if fact.source else ""
    more = f" (+{fact.more_sentences} more: evidence)" if fact.more_sentences else ""
    said = f"{plain(fact.subject)} — {fact.label} — {plain(fact.object)}"
    return f"- {said} [{told}]{source} {_numbers(fact.quotations)}{more}".rstrip()


def _table(columns: Iterable[str], rows: Iterable[Row]) -> Iterator[str]:
    yield " | ".join([*columns, "依据 rests on"])
    for row in rows:
        cells = [plain(cell.text).replace("|", "\\|") for cell in row.cells]
        yield " | ".join([*cells, _rest(row)])


def _rest(row: Row) -> str:
    bases = dict.fromkeys(_WORDS[fact.basis] for fact in row.facts)
    words = {"facts": "", "mentions": "只提及 only names it", "none": "无引文 no sentence"}[row.backing]
    return " ".join(filter(None, [words, "、".join(bases), _numbers(row.quotations)]))


def _theme(theme: Theme) -> Iterator[str]:
    yield f"## {theme.name} (score {theme.score}) <{theme.iri}>"
    for one in theme.regions:
        stages = f"计划 plans {one.plans}, 在建 being built {one.works}, 已成 facts {one.facts}, 目标 aims {one.aims}"
        names = plain("、".join(one.entities))
        yield f"- {one.region}: {one.total} ({stages}); {names}; 区位商 quotient {one.quotient} " + _numbers(
            one.quotations
        )
    for link in theme.links:
        yield f"- {'—'.join(link.regions)} {link.kind}: {plain(link.says)} {_numbers(link.quotations)}"


def _quoted(one: Quotation) -> str:
    # As a JSON string: a quotation mark or a line break of the document cannot end it.
    quote = plain(json.dumps(one.quote, ensure_ascii=False)) + ("…" if one.cut else "")
    year = f", {one.year}" if one.year else ""
    about = f", 说的是 about {one.about_year}" if one.about_year else ""
    section = f", {plain(one.section)}" if one.section else ""
    return (
        f"[{one.number}] {quote} — 《{plain(one.title)}》{year}{section}, {one.start}–{one.end}, "
        f"{_WORDS[one.basis]}{about} <{one.document}>"
    )


def bank_text(bank: Bank) -> str:
    """Return the questions of the bank as text."""
    lines = []
    group = ""
    for one in bank.questions:
        if one.group != group:
            group = one.group
            lines.append(f"# {group.partition(' ')[2]}")
        given = ", ".join(
            f"{each.name}{'' if each.required else '?'}: {each.kind} ({each.meaning})" for each in one.parameters
        )
        lines.append(f"- {one.id}({given})\n  {one.zh}\n  {one.en}")
    return "\n".join(lines)
