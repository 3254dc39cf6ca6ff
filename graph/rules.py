"""TOML rules of graph/grammar/rules/ in; compiled rules out. A rule without examples or with a fault is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from graph.errors import RuleError
from graph.lexicon import GRAMMAR, regions, words
from graph.ontology import ontology
from graph.records import TYPES

__all__ = ["ClaimRule", "NameRule", "Slot", "claim_rules", "fold_char", "load_rules", "name_rules", "word_list"]

#: Every type of mention is folded into one character of the private-use area; a claim rule is an ordinary regular
#: expression over the text folded so.
_FOLD_BASE = 0xE000
_LINK = "(?:[、，]?(?:和|及|与|以及|或|暨)|、)"
_REFERENCE = re.compile(r"\{([a-z][a-z_-]*)\}(?![?*]|\{0)|\{([a-z][a-z_-]*)\}")
_SLOT = re.compile(r"(?<!P)<(\w+)(?::([A-Za-z|]+))?(\+)?>")
_KEYS = {"id", "yields", "pattern", "match", "reject", "priority", "keep", "drop", "name", "subject", "value", "explicit"}


def fold_char(kind: str) -> str:
    """Return the private-use character that stands for a mention of a type.

    >>> hex(ord(fold_char("Region")))
    '0xe000'
    """
    return chr(_FOLD_BASE + TYPES.index(kind))


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern that a mention fills: its permitted types, and whether it may be a list."""

    types: tuple[str, ...]
    many: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """What both kinds of rules say: where they stand, what they yield, their examples and the lists they need."""

    id: str
    file: str
    yields: str
    pattern: str
    match: tuple[str, ...]
    reject: tuple[str, ...]
    requires: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameRule(Rule):
    """A rule that finds names: what stands before the name, what stands after it, what an item must look like.

    With `after` the name ends where that matches and is scanned for to the left; without, it begins behind `before` and
    ends with the clause. `name` says how the name is put together: "{n}" its own words, "{head}" the group head.
    """

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    many: bool
    priority: int
    keep: re.Pattern[str] | None
    drop: re.Pattern[str] | None
    name: str


@dataclass(frozen=True, slots=True)
class ClaimRule(Rule):
    """A rule that finds claims: a regular expression over folded sentences, whose groups are its slots.

    `subject` is "topic" where the pattern has no slot s and the claim is about the region or park that the sentence is
    about; `value` is what an attribute gets.
    """

    regex: re.Pattern[str]
    slots: Mapping[str, Slot]
    subject: str
    value: str
    explicit: bool
    types: frozenset[str] = field(default=frozenset())


def word_list(name: str) -> tuple[str, ...]:
    """Return the words of the cue, head or gazetteer list of that name; "regions" are the names of all regions."""
    if name == "regions":
        return tuple(sorted((name for name in regions().by_name if len(name) > 1), key=lambda name: (-len(name), name)))
    for kind in ("cues", "heads", "gazetteers"):
        path = GRAMMAR / kind / f"{name}.txt"
        if path.exists():
            return words(path)
    raise RuleError(f"grammar: no list cues/{name}.txt or heads/{name}.txt")


@cache
def _alternation(name: str) -> str:
    return "(?:" + "|".join(map(re.escape, word_list(name))) + ")"


def _expand(pattern: str) -> str:
    return _REFERENCE.sub(lambda match: _alternation(match[1] or match[2]), pattern)


def _requires(pattern: str) -> frozenset[str]:
    """Return the word lists of which a sentence must hold a word before the pattern can match."""
    return frozenset(match[1] for match in _REFERENCE.finditer(pattern) if match[1] and not _optional(pattern, match))


def _optional(pattern: str, match: re.Match[str]) -> bool:
    """Tell whether a reference stands inside a group that may be left out or is one of several choices."""
    depth = 0
    for i in range(match.end(), len(pattern)):
        if pattern[i] == "(" and pattern[i - 1] != "\\":
            depth += 1
        elif pattern[i] == ")" and pattern[i - 1] != "\\":
            if depth == 0:
                inside = pattern[: match.start()].rfind("(")
                if pattern[i + 1 : i + 2] in ("?", "*", "{") or "|" in pattern[inside:i]:
                    return True
            else:
                depth -= 1
    return False


def _compile(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(_expand(pattern))
    except re.error as error:
        raise RuleError(f"{where}: the pattern does not compile ({error}); mend it") from error
    except RuleError as error:
        raise RuleError(f"{where}: {error}") from error


def _slot_regex(slot: Slot) -> str:
    one = "[" + "".join(map(fold_char, slot.types)) + "]"
    return f"{one}(?:{_LINK}?{one})*" if slot.many else one


def _slots(pattern: str, where: str) -> dict[str, Slot]:
    found = {}
    for match in _SLOT.finditer(pattern):
        types = tuple((match[2] or "").split("|"))
        if unknown := set(types) - set(TYPES):
            raise RuleError(f"{where}: slot {match[0]} has the unknown type {sorted(unknown)[0]!r}; use {', '.join(TYPES)}")
        found[match[1]] = Slot(types, bool(match[3]))
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
            raise RuleError(f"{where}: slot {name} may not be {sorted(wrong)[0]} ({yields} takes {', '.join(sorted(permitted))})")


def _common(entry: Mapping[str, object], file: str, seen: set[str]) -> str:
    """Check what every rule must have; return where it stands, for messages."""
    where = f"rules/{file}: rule {entry.get('id', '(without id)')}"
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
    return NameRule(
        **_rule_fields(entry, file),
        before=_compile(before, where) if before else None,
        after=_compile(after, where) if after else None,
        many=bool(slots[0][3]),
        priority=int(str(entry.get("priority", 50))),
        keep=_compile(str(entry["keep"]), where) if "keep" in entry else None,
        drop=_compile(str(entry["drop"]), where) if "drop" in entry else None,
        name=str(entry.get("name", "{n}{head}")),
    )


def _claim_rule(entry: Mapping[str, object], file: str, where: str) -> ClaimRule:
    pattern = str(entry["pattern"])
    slots = _slots(pattern, where)
    _check_slots(slots, str(entry["yields"]), where)
    subject = str(entry.get("subject", ""))
    if "s" not in slots and subject not in ("topic", "document"):
        raise RuleError(f'{where}: has no slot s; add one or subject = "topic"')
    regex = _SLOT.sub(lambda match: f"(?P<{match[1]}>{_slot_regex(slots[match[1]])})", pattern)
    return ClaimRule(
        **_rule_fields(entry, file),
        regex=_compile(regex, where),
        slots=slots,
        subject=subject,
        value=str(entry.get("value", "")),
        explicit=bool(entry.get("explicit", True)),
    )


def _rule_fields(entry: Mapping[str, object], file: str) -> dict[str, object]:
    pattern = str(entry["pattern"])
    return {
        "id": str(entry["id"]),
        "file": file,
        "yields": str(entry["yields"]),
        "pattern": pattern,
        "match": _texts(entry, "match"),
        "reject": _texts(entry, "reject"),
        "requires": _requires(pattern),
    }


def load_rules(folder: Path, make: Callable[[Mapping[str, object], str, str], object]) -> tuple[object, ...]:
    """Read the TOML files of a folder, in the order of their names; raise RuleError with file and rule for a bad one."""
    found: list[object] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        file = f"{folder.name}/{path.name}"
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RuleError(f"rules/{file}: not TOML ({error})") from error
        for entry in entries:
            where = _common(entry, file, seen)
            found.append(make(entry, file, where))
    return tuple(found)


@cache
def name_rules() -> tuple[NameRule, ...]:
    """Return the rules of grammar/rules/names/, in order."""
    return load_rules(GRAMMAR / "rules" / "names", _name_rule)  # type: ignore[return-value]


@cache
def claim_rules() -> tuple[ClaimRule, ...]:
    """Return the rules of grammar/rules/claims/, in order."""
    return load_rules(GRAMMAR / "rules" / "claims", _claim_rule)  # type: ignore[return-value]
