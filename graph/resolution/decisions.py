"""A user's files of names that are one, and of names that are not, in; the pairs of forms that they mean out."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.documents.metadata import region_named
from graph.errors import DocumentError, GraphError
from graph.records import TYPES
from graph.resolution.forms import Form
from graph.resolution.names import key
from graph.resolution.places import on_one_line

__all__ = ["Decision", "Decisions", "matched", "read_decisions"]

_COLUMNS = ("name", "other", "type", "region")
#: Names mean at most so many forms of one decision: what is written everywhere needs a region.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of a user's file: two names, the type and the code of the region that they are meant of, "" for any.

    `same` is whether they are one thing; `place` is the file and the line.
    """

    name: str
    other: str
    type: str
    region: str
    same: bool
    place: str

    @property
    def pair(self) -> tuple[frozenset[str], str, str]:
        """What two lines must share to speak of one pair."""
        return frozenset((self.name, self.other)), self.type, self.region


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that a user decided, in the order of the files."""

    lines: tuple[Decision, ...] = ()

    @property
    def split(self) -> frozenset[str]:
        """The names that are to stay apart from others although only their spelling differs."""
        return frozenset(name for line in self.lines if not line.same for name in (line.name, line.other))


def read_decisions(same: str | Path | None, different: str | Path | None) -> Decisions:
    """Read the files of names that are one and of names that are not; None for no file.

    The files are CSV with the columns name, other and, where wanted, type and region. Raises GraphError, with the file
    and the line, where a line cannot be meant so or where two lines say the opposite.
    """
    lines = [line for path, kind in ((same, True), (different, False)) if path for line in _read(Path(path), kind)]
    told: dict[tuple[frozenset[str], str, str], Decision] = {}
    for line in lines:
        before = told.setdefault(line.pair, line)
        if before.same != line.same:
            raise GraphError(
                f"{line.place}: keeps {line.name} and {line.other} apart, which {before.place} makes one; "
                "remove one of the two lines"
            )
    return Decisions(tuple(told.values()))


def _read(path: Path, same: bool) -> Iterator[Decision]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no UTF-8"
        raise GraphError(f"{path}: cannot be read ({reason}); give a CSV file with the columns name,other") from error
    rows = csv.reader(text.splitlines())
    head = [cell.strip() for cell in next(rows, [])]
    if head[:2] != ["name", "other"] or not set(head) <= set(_COLUMNS) or len(set(head)) < len(head):
        raise GraphError(f"{path}:1: the first line must be name,other or name,other,type,region")
    for row in rows:
        cells = [cell.strip() for cell in row]
        if any(cells) and not cells[0].startswith("#"):
            yield _decision(
                dict(zip(head, cells, strict=False)), len(cells) > len(head), same, f"{path}:{rows.line_num}"
            )


def _decision(cells: Mapping[str, str], too_many: bool, same: bool, place: str) -> Decision:
    name, other, kind, region = (cells.get(column, "") for column in _COLUMNS)
    if too_many:
        raise GraphError(f"{place}: has more cells than the first line; put names that hold a comma in quotation marks")
    if not name or not other:
        raise GraphError(f"{place}: needs a name and another one")
    if name == other:
        raise GraphError(f"{place}: names {name} twice; give two names")
    if kind and kind not in TYPES:
        raise GraphError(f"{place}: {kind} is no type; give one of {', '.join(TYPES)}, or none")
    try:
        code = region_named(region).code if region else ""
    except DocumentError as error:
        raise GraphError(f"{place}: {str(error).removeprefix('--subject ')}") from error
    return Decision(name, other, kind, code, same, place)


class _Names:
    """Forms by the names that they are written with."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = forms
        self._by_key: dict[str, set[int]] = defaultdict(set)
        for number, form in enumerate(forms):
            for name in (form.name, *form.names):
                self._by_key[key(name)].add(number)

    def of(self, name: str, line: Decision) -> list[int]:
        """Return the forms that a line means by a name: those spelled so, else those that differ in spelling only."""
        found = [number for number in sorted(self._by_key.get(key(name), ())) if self._fits(number, line)]
        return [n for n in found if name in (self._forms[n].name, *self._forms[n].names)] or found

    def _fits(self, number: int, line: Decision) -> bool:
        form = self._forms[number]
        if line.type and line.type not in form.types:
            return False
        places = {place for place in (form.scope, form.place, *form.seen) if place}
        return not line.region or not places or any(on_one_line(line.region, place) for place in places)


def matched(decisions: Decisions, forms: Sequence[Form]) -> tuple[list[tuple[Decision, int, int]], list[str]]:
    """Return the pairs of forms that each line means, and a message for every line that means none.

    A line without a region means pairs of forms whose regions lie in one another; where there are none and each name
    means one form only, it means these.
    """
    names = _Names(forms)
    found: list[tuple[Decision, int, int]] = []
    unused: list[str] = []
    for line in decisions.lines:
        ones, others = names.of(line.name, line), names.of(line.other, line)
        missing = [name for name, numbers in ((line.name, ones), (line.other, others)) if not numbers]
        if missing:
            unused.append(f"{line.place}: no document writes {' or '.join(missing)}")
            continue
        pairs = _pairs(ones, others, forms, line)
        if not pairs:
            unused.append(f"{line.place}: {line.name} and {line.other} stand in different regions; give the region")
        found += [(line, one, other) for one, other in pairs]
    return found, unused


def _pairs(ones: Iterable[int], others: Iterable[int], forms: Sequence[Form], line: Decision) -> list[tuple[int, int]]:
    alike = [
        (one, other)
        for one in list(ones)[:_MOST]
        for other in list(others)[:_MOST]
        if one != other and forms[one].kind == forms[other].kind
    ]
    if not line.same:
        return alike
    near = [(one, other) for one, other in alike if _near(forms[one].scope, forms[other].scope)]
    return near or (alike if len(alike) == 1 else [])


def _near(one: str, other: str) -> bool:
    return not one or not other or on_one_line(one, other)
