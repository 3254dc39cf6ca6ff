"""Clean text and its sentences in; the works that a region counts out: how many of what are built or renewed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graph.claims.indicators import Figure, claim_of, region_of
from graph.claims.periods import phased
from graph.errors import RuleError
from graph.lexicon import GRAMMAR
from graph.literals import Needs, Prefilter, needs
from graph.patterns import Pattern, lists_of
from graph.records import Claim, Mention, Sentence
from graph.rules import Rule, load_rules, rule_fields
from graph.text.clean import CleanText
from graph.values.numbers import amounts

__all__ = ["WorksRule", "counted", "counted_works", "works_rule", "works_rules"]

_SLOT = re.compile(r"(?<!P)<(\w+)>")
_ACT = "(?:{works-build}|{works-renew})"
#: What the slots of a rule stand for: what is built or renewed, the acts, the number with its unit.
_SLOTS = {
    "n": r"(?P<n>[^，。；：！？“”\n\d]{0,10}?{works-thing})",
    "a": f"(?P<a>{_ACT}(?:[和、及]?{_ACT})*)",
    "v": r"(?P<v>\d[\d,]*(?:\.\d+)?[多余]?[百千]?万?{works-unit}(?:以上|左右|以内)?)",
}


@dataclass(frozen=True, slots=True)
class WorksRule(Rule):
    """A rule that finds counted works: a regular expression over plain sentences.

    Its groups are n, v and a; a rule without a goes on with the act before it. A `weak` rule finds works that go on,
    not such as are done.
    """

    regex: Pattern
    needs: Needs
    weak: bool


def works_rule(entry: Mapping[str, object], file: str, where: str) -> WorksRule:
    """Return the rule of an entry; raises RuleError, with its place, for a bad one."""
    if entry["yields"] != "works":
        raise RuleError(f"{where}: yields {entry['yields']!r}; a rule for counted works yields works")
    slots = [match[1] for match in _SLOT.finditer(str(entry["pattern"]))]
    if not {"n", "v"} <= set(slots) <= set(_SLOTS) or len(slots) != len(set(slots)):
        raise RuleError(f"{where}: has the slots {', '.join(slots) or 'none'}; use <n> and <v>, and <a> or none")
    regex = _SLOT.sub(lambda match: _SLOTS[match[1]], str(entry["pattern"]))
    fields = {**rule_fields(entry, file), "lists": lists_of(regex)}
    return WorksRule(**fields, regex=Pattern(regex, where), needs=needs(regex, where), weak=bool(entry.get("weak")))


@cache
def works_rules() -> tuple[WorksRule, ...]:
    """Return the rules of grammar/rules/works/, in order."""
    return load_rules(GRAMMAR / "rules" / "works", works_rule)


@cache
def _all_rules() -> Prefilter[WorksRule]:
    return _filtered(works_rules())


def _filtered(rules: Iterable[WorksRule]) -> Prefilter[WorksRule]:
    return Prefilter((rule, rule.needs) for rule in rules)


def counted(text: str, rules: Iterable[WorksRule] | None = None) -> list[Figure]:
    """Return the counted works of one sentence, in the order of the text; each number counts once.

    >>> [(f.name, f.value.value, f.value.unit) for f in counted("改造老旧小区67个、燃气管网110公里。")]
    [('老旧小区改造', 67.0, '个'), ('燃气管网改造', 110.0, '公里')]
    """
    found: list[tuple[int, str, Figure]] = []
    for rule in (_all_rules() if rules is None else _filtered(rules)).may_match(text):
        for match in rule.regex.finditer(text):
            figure = _figure(rule, match, found)
            if figure is not None and not any(other.start == figure.start for _, _, other in found):
                found.append((match.end("v"), figure.name.removeprefix(match["n"]), figure))
    return sorted((figure for _, _, figure in found), key=lambda figure: figure.start)


def _figure(rule: WorksRule, match: re.Match[str], found: Sequence[tuple[int, str, Figure]]) -> Figure | None:
    """Return what a match counts; a match without an act takes that of the count right before it."""
    act = match.groupdict().get("a") or next((act for end, act, _ in found if end == match.start()), None)
    amount = next(iter(amounts(match["v"])), None)
    if act is None or amount is None or amount.ranged:
        return None
    return Figure(match["n"] + act, match.start("v"), rule.id, amount.quantity, None, amount.bound, match["v"])


def counted_works(
    clean: CleanText, sentences: Sequence[Sentence], groups: Sequence[Sequence[Mention]], home: Mention | None
) -> Iterator[Claim]:
    """Yield a claim "works" for every count, of the region that opens the clause, else of the document's subject."""
    for (sentence, text, phase), mentions in zip(phased(clean, sentences), groups, strict=True):
        start = clean.position(sentence.span.start)
        for figure in counted(text):
            region = region_of(clean, mentions, start, text, figure, home)
            if region is not None:
                yield replace(claim_of(region, figure, phase, text, sentence.span), property="works")
