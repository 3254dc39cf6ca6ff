"""What was promised and what was told later in; what became of it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.ledger.sayings import Saying, Source
from graph.ontology import ontology
from graph.values.dates import part_of_year

__all__ = ["KINDS", "OUTCOMES", "Row", "of_amount", "of_figure", "of_state"]

#: Kinds of promises, with what people call them.
KINDS: Mapping[str, tuple[str, str]] = {
    "status": ("进展", "progress"),
    "investment": ("投资", "investment"),
    "capacity": ("产能", "capacity"),
    "scale": ("规模", "scale"),
    "aim": ("定位与打造", "aim"),
    "indicator": ("指标", "indicator"),
    "works": ("数量任务", "counted works"),
}
#: What became of a promise, in the order in which a ledger lists it.
OUTCOMES: Mapping[str, tuple[str, str]] = {
    "operating": ("已投运", "operating"),
    "completed": ("已建成", "completed"),
    "underConstruction": ("在建", "under construction"),
    "started": ("已开工", "started"),
    "signed": ("已签约", "signed"),
    "proposed": ("仍在前期", "still proposed"),
    "achieved": ("达成", "achieved"),
    "missed": ("未达成", "missed"),
    "soFar": ("进行中", "so far"),
    "changed": ("有变", "changed"),
    "setBack": ("退后", "set back"),
    "unchanged": ("未变", "unchanged"),
    "again": ("再次提出", "promised again"),
    "named": ("仅提及", "only named"),
    "noMoreNamed": ("不再提及", "no more named"),
    "open": ("未见后文", "open"),
    "new": ("新报", "new"),
}
#: Units of one size under several names, as the texts write them.
_UNITS = {"兆瓦": "MW", "吉瓦": "GW", "千瓦": "kW"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a ledger: what was promised of a thing, what a later document tells, and the outcome.

    `promised` is None for what is new. `later` is None where no sentence tells more; `witness` is then the later
    document that names it no more, if there is one. `later_name` is the name there, where it differs. `kept` tells
    whether the promise was kept: None where that cannot be said.
    """

    entity: str
    name: str
    type: str
    kind: str
    outcome: str
    promised: Saying | None
    later: Saying | None = None
    witness: Source | None = None
    later_name: str = ""
    kept: bool | None = None


def of_state(promised: Saying, before: Sequence[Saying], later: Saying) -> tuple[str, bool | None]:
    """Return what became of a state: the stage reached, or that it stands still, fell back or is promised again.

    `before` are the reports between the two. What was aimed at is kept once a report tells of it or of more.
    """
    aimed, reached = promised.number or 0.0, later.number or 0.0
    if later.basis == "target":
        return "again", None
    peak = max((one.number or 0.0 for one in before if one.basis == "actual" and not one.weak), default=-1.0)
    if reached < peak or (promised.basis == "actual" and reached < aimed):
        return "setBack", False
    if promised.basis == "actual" and reached == aimed:
        return "unchanged", None
    return ontology().statuses[int(reached)], reached >= aimed


def _unit(saying: Saying) -> str:
    unit = saying.unit.removesuffix("/年")
    return _UNITS.get(unit, unit)


def of_amount(promised: Sequence[Saying], later: Sequence[Saying]) -> tuple[Saying, Saying, str] | None:
    """Return the two amounts to compare and whether they differ; None where no unit is shared."""
    pairs = [(one, other) for one in promised for other in later if _unit(one) == _unit(other)]
    if not pairs:
        return None
    same = [(one, other) for one, other in pairs if one.number == other.number]
    first, last = (same or pairs)[0]
    return first, last, "unchanged" if same else "changed"


def of_figure(promised: Saying, later: Saying) -> tuple[str, bool | None]:
    """Return whether a figure that was aimed at was reached; a part of the year, or works that go on, decide nothing.

    A negative growth is to be reached from above (能耗下降3%), as is a figure that is to stay within a bound.
    """
    if later.basis == "target":
        same = (promised.number, promised.growth) == (later.number, later.growth)
        return ("again" if same else "changed"), None
    if promised.number is not None and later.number is not None and promised.unit == later.unit:
        aim, reached, low = promised.number, later.number, promised.bound == "max"
    elif promised.growth is not None and later.growth is not None:
        aim, reached, low = promised.growth, later.growth, promised.growth < 0 or promised.bound == "max"
    else:
        return "soFar", None
    if promised.bound == "about":
        aim *= 0.99 if aim > 0 and not low else 1.01
    kept = reached <= aim if low else reached >= aim
    if later.weak or part_of_year(later.quote):
        return "soFar", None
    return ("achieved" if kept else "missed"), kept
