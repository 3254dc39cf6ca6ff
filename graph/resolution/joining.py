"""Forms and pairs of them that may be one in; the groups that are one out, and what was kept apart and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.resolution.forms import Form
from graph.resolution.names import nested
from graph.resolution.places import in_one_city, on_one_line

__all__ = ["Candidate", "Edge", "Joining", "Signature"]

#: The order in which rules have their say: the surest ones first.
_RANKS = (
    *("user.same", "same-name", "declared-short-form", "declared-in-brackets", "document.zone"),
    *("firm.legal-form", "park.head", "project.wording", "cluster.wording", "name.wording", "industry.tail"),
    *("firm.place-prefix", "park.place-prefix", "project.place-prefix", "cluster.place-prefix", "name.place-prefix"),
    *("firm.short-form", "firm.owner-prefix", "project.owner-prefix", "park.owner-prefix", "park.brand-prefix"),
    *("firm.central-group", "park.inserted-word", "project.size-dropped", "firm.bare-name"),
)


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two forms, by their numbers, that a rule takes for one: a short one and the longer one that it may stand for."""

    short: int
    long: int
    rule: str
    detail: str


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """Two forms that are one, or were kept apart where the rule begins with "apart." or is the user's."""

    one: int
    other: int
    rule: str
    detail: str


@dataclass(frozen=True, slots=True)
class Signature:
    """What of a form may conflict with another of the same thing.

    `place` and `scope` are codes of regions; `registered` is a firm's full name without its place; `trades` are the
    words for its trade, None for what is no firm; `phase` a phase or unit; `numbers` the numbers in the name. `owner`
    is the firm that a project's name begins with, without the place and the trade; `head` the official ending of a
    site's name; `weak` is whether the name only says what kind of zone it is, so that it means that of its region.
    `seen` are the codes of the regions whose documents write a firm's registered name.
    """

    place: str
    scope: str
    registered: str
    trades: tuple[str, ...] | None
    phase: str
    numbers: frozenset[str]
    owner: str = ""
    head: str = ""
    weak: bool = False
    seen: frozenset[str] = frozenset()

    def conflict(self, other: Signature) -> tuple[str, str] | None:
        """Return the rule and the reason why two forms cannot be one, None where nothing speaks against it."""
        firms = self.trades is not None and other.trades is not None
        if self.place and other.place and not on_one_line(self.place, other.place):
            return "apart.place", f"{self.place} / {other.place}"
        anchored = self.place and self.place == other.place
        apart = self.scope and other.scope and not on_one_line(self.scope, other.scope)
        # A firm is known in all districts of its city.
        if apart and not anchored and not (firms and in_one_city(self.scope, other.scope)):
            return "apart.scope", f"{self.scope} / {other.scope}"
        for one, two in ((self, other), (other, self)):
            if one.weak and one.scope and (home := two.place or two.scope) and home != one.scope:
                return "apart.scope", f"{self.scope} / {other.place or other.scope}"
        if self.registered and other.registered and self.registered != other.registered:
            return "apart.registered-name", f"{self.registered} / {other.registered}"
        if firms and not nested(self.trades or (), other.trades or ()):
            return "apart.trade", f"{''.join(self.trades or ())} / {''.join(other.trades or ())}"
        if self.phase != other.phase:
            return "apart.phase", f"{self.phase or '∅'} / {other.phase or '∅'}"
        if self.numbers and other.numbers and self.numbers != other.numbers:
            return "apart.number", f"{' '.join(sorted(self.numbers))} / {' '.join(sorted(other.numbers))}"
        for rule, ours, theirs in (("owner", self.owner, other.owner), ("head", self.head, other.head)):
            if ours and theirs and ours != theirs:
                return f"apart.{rule}", f"{ours} / {theirs}"
        return None


def _is_known(seen: Iterable[str], scope: str) -> bool:
    return any(code == scope or in_one_city(code, scope) for code in seen)


class Joining:
    """Groups of forms that grow pair by pair; two groups join only where no member conflicts with one of the other."""

    def __init__(
        self, forms: Sequence[Form], signatures: Sequence[Signature], refused: Mapping[int, Mapping[int, str]]
    ) -> None:
        self._forms, self._refused = forms, refused
        self._root = list(range(len(forms)))
        self._members = {number: [number] for number in range(len(forms))}
        self._signatures = {number: {signature} for number, signature in enumerate(signatures)}
        self.edges: list[Edge] = []
        self.apart: list[Edge] = []

    def find(self, number: int) -> int:
        """Return the number of the group that a form belongs to."""
        while self._root[number] != number:
            self._root[number] = self._root[self._root[number]]
            number = self._root[number]
        return number

    def groups(self) -> list[list[int]]:
        """Return the forms of each group, by their numbers."""
        return [sorted(members) for members in self._members.values()]

    def _conflict(self, one: int, other: int, force: bool = False) -> tuple[str, str] | None:
        """Return why two groups cannot be one."""
        one, other = self.find(one), self.find(other)
        few, many = sorted((one, other), key=lambda root: len(self._members[root]))
        lines = [
            line
            for member in self._members[few]
            for other, line in self._refused.get(member, {}).items()
            if self.find(other) == many
        ]
        if lines:
            return "user.different", min(lines)
        if force:
            return None
        signatures = ((a, b) for a in self._signatures[one] for b in self._signatures[other])
        found = sorted(found for a, b in signatures if (found := a.conflict(b)))
        if self._explained({rule for rule, _ in found}, {*self._signatures[one], *self._signatures[other]}):
            return None
        return found[0] if found else None

    def _explained(self, conflicts: set[str], signatures: set[Signature]) -> bool:
        """Tell whether one name of a firm explains how others differ.

        It holds the words for the trade of all (医疗器械), or is registered and known in the cities of all.
        """
        if conflicts == {"apart.trade"}:
            trades = [each.trades or () for each in signatures]
            longest = max(trades, key=lambda words: len("".join(words)))
            return all(nested(words, longest) for words in trades)
        if conflicts == {"apart.scope"}:
            scopes = {each.scope for each in signatures if each.scope}
            return any(all(_is_known(each.seen, scope) for scope in scopes) for each in signatures if each.registered)
        return False

    def join(self, candidate: Candidate, force: bool = False) -> bool:
        """Make two forms one, unless their groups conflict; tell whether they are one now."""
        one, other = self.find(candidate.short), self.find(candidate.long)
        if one == other:
            return True
        if conflict := self._conflict(one, other, force):
            self.apart.append(Edge(candidate.short, candidate.long, *conflict))
            return False
        few, many = sorted((one, other), key=lambda root: (len(self._members[root]), -root))
        self._root[few] = many
        self._members[many] += self._members.pop(few)
        self._signatures[many] |= self._signatures.pop(few)
        self.edges.append(Edge(candidate.short, candidate.long, candidate.rule, candidate.detail))
        return True

    def settle(self, candidates: Iterable[Candidate]) -> None:
        """Join what candidates say, the surest rules first; a short form that may be two things stays by itself."""
        ranked = sorted(set(candidates), key=lambda one: (_RANKS.index(one.rule), one))
        for (_, short), same in groupby(ranked, key=lambda one: (one.rule, one.short)):
            self._settle(short, list(same))

    def _settle(self, short: int, same: list[Candidate]) -> None:
        open_ = []
        for one in same:
            if self.find(one.long) == self.find(short):
                continue
            if conflict := self._conflict(short, one.long):
                self.apart.append(Edge(one.short, one.long, *conflict))
            else:
                open_.append(one)
        documents, scope = self._forms[short].documents, self._forms[short].scope
        for choice in (
            open_,
            [one for one in open_ if self._forms[one.long].documents & documents],
            [one for one in open_ if self._forms[one.long].scope == scope],
        ):
            if choice and not self._ambiguous(choice):
                for one in choice:
                    self.join(one)
                return
        for one in open_:
            self.apart.append(Edge(one.short, one.long, "apart.ambiguous", f"{len(open_)}"))

    def _ambiguous(self, choice: list[Candidate]) -> bool:
        roots = sorted({self.find(one.long) for one in choice})
        return any(self._conflict(roots[0], root) for root in roots[1:])
