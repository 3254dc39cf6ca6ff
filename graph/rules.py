"""TOML rules of graph/grammar/rules/ in; compiled rules out. A rule without examples or with a fault is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ahocorasick_rs import AhoCorasick

from graph.errors import RuleError
from graph.lexicon import GRAMMAR
from graph.literals import Needs, needs
from graph.ontology import ontology
from graph.patterns import AMOUNTS, RATIO, Pattern, amount_char, fold_char, lists_of
from graph.records import TYPES
from graph.values.numbers import KINDS

__all__ = [
    "ClaimRule",
    "IndicatorRule",
    "NameRule",
    "Rule",
    "Slot",
    "claim_rules",
    "indicator_rules",
    "load_rules",
    "name_rules",
    "read_claim_rules",
    "rule_fields",
]

Made = TypeVar("Made")
_LINK = "(?:[、，]?(?:和|及|与|以及|或|暨)|、)"
_SLOT = re.compile(r"(?<!P)<(\w+)(?::([A-Za-z|]+))?(\+)?>")
_CLASS = re.compile(r"\[[^\]]*\]")
_KEYS = {
    "id",
    "yields",
    "pattern",
    "match",
    "reject",
    "priority",
    "keep",
    "drop",
    "name",
    "subject",
    "value",
    "inside",
    "object",
    "cut",
    "explicit",
    "weak",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern that a mention fills, or a quantity: its permitted types, and whether it may be a list."""

    types: tuple[str, ...]
    many: bool
    #: What the mentions or quantities that it takes are folded into.
    chars: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What all kinds of rules say: where they stand, what they yield, their examples and the lists they name."""

    id: str
    file: str
    yields: str
    pattern: str
    match: tuple[str, ...]
    reject: tuple[str, ...]
    lists: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameRule(Rule):
    """A rule that finds names: what stands before the name, what stands after it, what an item must look like.

    With `after` the name ends where that matches and is scanned for to the left; without, it begins behind `before` and
    ends with the clause. `name` says how the name is put together: "{n}" its own words, "{head}" the group head.
    With `cut` false the name begins right behind its anchor, whatever verbs it holds. `ahead` tells that what stands
    after the name may go on in the next line; a line without a word of each set of `needs` holds no name, and neither
    does a stretch without one of `words`.
    """

    before: Pattern | None
    after: Pattern | None
    many: bool
    priority: int
    keep: Pattern | None
    drop: Pattern | None
    name: str
    cut: bool
    ahead: bool
    needs: Needs
    words: AhoCorasick | None


@dataclass(frozen=True, slots=True)
class ClaimRule(Rule):
    """A rule that finds claims: a regular expression over folded sentences, whose groups are its slots.

    `subject` is "topic" where the pattern has no slot s and the claim is about the region or park that the sentence is
    about; `value` is what an attribute gets, where no slot v and no group v of the pattern gives it. A rule with
    `inside` runs over the names of those types instead of sentences. `object` "topic" joins the subject to the cluster
    that the paragraph is about. What a `weak` rule finds yields to what other rules say.
    """

    regex: Pattern
    needs: Needs
    slots: Mapping[str, Slot]
    subject: str
    value: str
    explicit: bool
    inside: frozenset[str] = frozenset()
    object: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorRule(Rule):
    """A rule that finds figures of statistics: a regular expression over sentences with their quantities folded.

    Its groups are n (the names), v (the values), g (the growths) and r (a ratio of three parts), with x for
    quantities that are passed over; a rule without n goes
    on with the names before it, put into `name`.
    """

    regex: Pattern
    needs: Needs
    slots: Mapping[str, Slot]
    name: str


def _chars(types: tuple[str, ...]) -> str:
    return "".join(amount_char(kind) if kind in KINDS else fold_char(kind) for kind in types)


def _slot_regex(slot: Slot) -> str:
    one = f"[{slot.chars}]"
    return f"{one}(?:(?:项目|工程)?{_LINK}?{one})*" if slot.many else one


def _slots(pattern: str, where: str) -> dict[str, Slot]:
    found = {}
    for match in _SLOT.finditer(pattern):
        types = tuple((match[2] or "").split("|"))
        known = KINDS if match[1] == "v" else TYPES
        if unknown := set(types) - set(known):
            raise RuleError(
                f"{where}: slot {match[0]} has the unknown type {sorted(unknown)[0]!r}; use {', '.join(known)}"
            )
        found[match[1]] = Slot(types, bool(match[3]), _chars(types))
    return found


def _check_slots(slots: Mapping[str, Slot], yields: str, where: str) -> None:
    known = ontology()
    if yields not in (*known.relations, *known.attributes):
        raise RuleError(f"{where}: yields {yields!r} is no relation or attribute of the ontology")
    sides = [("s", known.domain(yields))]
    if yields in known.relations:
        sides.append(("o", known.range(yields)))
    for name, permitted in sides:
        if name in slots and (wrong := set(slots[name].types) - set(permitted)):
            raise RuleError(
                f"{where}: slot {name} may not be {sorted(wrong)[0]} ({yields} takes {', '.join(sorted(permitted))})"
            )


def _common(entry: Mapping[str, object], file: str, seen: set[str]) -> str:
    """Check what every rule must have; return where it stands, for messages."""
    where = f"{file}: rule {entry.get('id', '(without id)')}"
    if unknown := set(entry) - _KEYS:
        raise RuleError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    for key in ("id", "yields", "pattern"):
        if not isinstance(entry.get(key), str):
            raise RuleError(f"{where}: has no {key}")
    if entry["id"] in seen:
        raise RuleError(f"{where}: the id is used twice")
    seen.add(str(entry["id"]))
    if len(_texts(entry, "match")) < 2 or not _texts(entry, "reject"):
        raise RuleError(f"{where}: needs at least two match examples and one reject example")
    return where


def _texts(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _name_rule(entry: Mapping[str, object], file: str, where: str) -> NameRule:
    pattern, yields = str(entry["pattern"]), str(entry["yields"])
    if yields not in TYPES:
        raise RuleError(f"{where}: yields {yields!r}, which is no entity type")
    slots = list(_SLOT.finditer(pattern))
    if len(slots) != 1 or slots[0][1] != "n":
        raise RuleError(f"{where}: a name rule has exactly one slot, <n> or <n+>")
    before, after = pattern[: slots[0].start()], pattern[slots[0].end() :]
    if not before and not after:
        raise RuleError(f"{where}: the pattern needs an anchor before or after the name")
    first, last = (Pattern(part, where) if part else None for part in (before, after))
    keep = Pattern(str(entry["keep"]), where) if "keep" in entry else None
    many = bool(slots[0][3])
    # The items of a list take on a head that does not stand behind them: what they hold need not stand in the line.
    words = needs(str(entry["keep"]), where) if keep and not (many and "(?P<head>" in after) else ()
    return NameRule(
        **rule_fields(entry, file),
        before=first,
        after=last,
        many=many,
        priority=int(str(entry.get("priority", 50))),
        keep=keep,
        drop=Pattern(str(entry["drop"]), where) if "drop" in entry else None,
        name=str(entry.get("name", "{n}{head}")),
        cut=bool(entry.get("cut", True)),
        ahead="\\n" in _CLASS.sub("", after),
        needs=(*(needs(before, where) if before else ()), *(needs(after, where) if after else ()), *words),
        words=AhoCorasick(sorted(words[0])) if words else None,
    )


def _claim_rule(entry: Mapping[str, object], file: str, where: str) -> ClaimRule:
    pattern = str(entry["pattern"])
    slots = _slots(pattern, where)
    _check_slots(slots, str(entry["yields"]), where)
    subject, inside = str(entry.get("subject", "")), frozenset(filter(None, str(entry.get("inside", "")).split("|")))
    if wrong := inside - ontology().domain(str(entry["yields"])):
        raise RuleError(f"{where}: inside may not be {sorted(wrong)[0]} (no subject of {entry['yields']})")
    if "s" not in slots and not inside and subject != "topic":
        raise RuleError(f'{where}: has no slot s; add one, or subject = "topic", or inside')
    regex = _SLOT.sub(lambda match: f"(?P<{match[1]}>{_slot_regex(slots[match[1]])})", pattern)
    return ClaimRule(
        **rule_fields(entry, file),
        regex=Pattern(regex, where),
        needs=needs(regex, where),
        slots=slots,
        subject=subject,
        value=str(entry.get("value", "")),
        explicit=bool(entry.get("explicit", True)),
        inside=inside,
        object=str(entry.get("object", "")),
        weak=bool(entry.get("weak", False)),
    )


def _indicator_rule(entry: Mapping[str, object], file: str, where: str) -> IndicatorRule:
    pattern = str(entry["pattern"])
    if entry["yields"] != "observation":
        raise RuleError(f"{where}: yields {entry['yields']!r}; a rule for indicators yields observation")
    slots: dict[str, Slot] = {}

    def regex(match: re.Match[str]) -> str:
        kinds = tuple((match[2] or "").split("|")) if match[2] else ()
        if match[1] not in "nvgrx" or set(kinds) - set(KINDS) or (match[1] in "vgx" and not kinds):
            raise RuleError(
                f"{where}: slot {match[0]}: use <n>, <v:Kind>, <g:Percent> or <r>; kinds are {', '.join(KINDS)}"
            )
        slots[match[1]] = Slot(kinds, bool(match[3]), _chars(kinds))
        if match[1] == "n":
            return f"(?P<n>[^，。；：！？\\n{AMOUNTS}]{{2,50}}?)"
        return f"(?P<{match[1]}>{_slot_regex(slots[match[1]]) if kinds else RATIO})"

    return IndicatorRule(
        **rule_fields(entry, file),
        regex=Pattern(_SLOT.sub(regex, pattern), where),
        needs=needs(_SLOT.sub(regex, pattern), where),
        slots=slots,
        name=str(entry.get("name", "{before}")),
    )


def rule_fields(entry: Mapping[str, object], file: str) -> dict[str, Any]:
    """Return what every rule says, as the fields of a Rule."""
    pattern = str(entry["pattern"])
    return {
        "id": str(entry["id"]),
        "file": file,
        "yields": str(entry["yields"]),
        "pattern": pattern,
        "match": _texts(entry, "match"),
        "reject": _texts(entry, "reject"),
        "lists": lists_of(pattern),
    }


def load_rules(folder: Path, make: Callable[[Mapping[str, object], str, str], Made]) -> tuple[Made, ...]:
    """Read the TOML files of a folder, by name; raise RuleError with file and rule for a bad one."""
    seen: set[str] = set()
    paths = sorted(folder.glob("*.toml"))
    return tuple(rule for path in paths for rule in _read(path, f"{folder.name}/{path.name}", "rules/", make, seen))


def read_claim_rules(path: Path) -> tuple[ClaimRule, ...]:
    """Read the claim rules of one TOML file from anywhere; raise RuleError with file and rule for a bad one."""
    return tuple(_read(path, str(path), "", _claim_rule, set()))


def _read(
    path: Path, file: str, root: str, make: Callable[[Mapping[str, object], str, str], Made], seen: set[str]
) -> Iterator[Made]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
    except OSError as error:
        raise RuleError(f"{path}: cannot be read ({error.strerror}); give a TOML file of rules") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{root}{file}: not TOML ({error})") from error
    for entry in entries:
        yield make(entry, file, _common(entry, root + file, seen))


@cache
def name_rules() -> tuple[NameRule, ...]:
    """Return the rules of grammar/rules/names/, in order."""
    return load_rules(GRAMMAR / "rules" / "names", _name_rule)


@cache
def claim_rules() -> tuple[ClaimRule, ...]:
    """Return the rules of grammar/rules/claims/, in order."""
    return load_rules(GRAMMAR / "rules" / "claims", _claim_rule)


@cache
def indicator_rules() -> tuple[IndicatorRule, ...]:
    """Return the rules of grammar/rules/indicators/, in order."""
    return load_rules(GRAMMAR / "rules" / "indicators", _indicator_rule)
