"""What documents state of one property of one thing, which can have one value, in; the claims that hold and why out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph.records import Claim, Document
from graph.rules import claim_rules

__all__ = ["SINGLE", "Ruling", "age", "settle"]

#: What a thing has one of; all else may be said of it more than once.
SINGLE = ("status", "investment")
_STAGES = ("proposed", "signed", "started", "underConstruction", "completed", "operating")
#: The month and day that stand in for a date, by genre.
_UNDATED = {"plan": "00-00", "task-list": "00-01", "work-report": "01-31", "news": "12-32"}
Told = tuple[Document, Claim]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A claim that does not hold, the one that it yields to, and why."""

    claim: Claim
    holds: Claim
    reason: str


@cache
def _weak() -> frozenset[str]:
    return frozenset(rule.id for rule in claim_rules() if rule.weak)


def settle(told: Sequence[Told]) -> tuple[list[Told], list[Ruling]]:
    """Return the claims of one property of one thing that hold, and a ruling for each that yields.

    In this order: what an older document states yields to a later one; what a weak rule found (a general verb such as
    推进, money spent so far) yields to another rule, of a status in the same sentence, of an amount in the same
    document; an earlier stage of building yields to a later one. Different amounts that remain all hold.
    """
    standing, rulings = list(told), []
    latest = max(age(document) for document, _ in told)
    for reason, yields in (
        ("later document", lambda one, other: age(one[0]) < latest == age(other[0])),
        ("weak rule", _is_weaker),
        ("later stage", _is_earlier),
    ):
        kept = []
        for one in standing:
            over = [other for other in standing if other[1].object != one[1].object and yields(one, other)]
            if over:
                best = max(over, key=lambda other: (_stage(other[1]), other[1].span.start, other[1].rule))
                rulings.append(Ruling(one[1], best[1], reason))
            else:
                kept.append(one)
        standing = kept
    return standing, rulings


def age(document: Document) -> tuple[int, str]:
    """Return what puts documents in the order of time: the year that each is about, then its date.

    Without a date, plans and lists of tasks open their year, reports stand at its first weeks and news at its end.
    """
    year = document.year or 0
    return year, document.date or f"{year}-{_UNDATED[document.genre]}"


def _stage(claim: Claim) -> int:
    return _STAGES.index(claim.object) if isinstance(claim.object, str) else -1


def _is_weaker(one: Told, other: Told) -> bool:
    (document, claim), (_, stands) = one, other
    near = claim.span == stands.span if claim.property == "status" else document == other[0]
    return near and claim.rule in _weak() and stands.rule not in _weak()


def _is_earlier(one: Told, other: Told) -> bool:
    return _stage(one[1]) < _stage(other[1])
