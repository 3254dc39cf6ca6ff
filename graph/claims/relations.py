"""Folded sentences and names in; the relations and attributes that the claim rules find in them out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from graph.claims.fold import Folded, fold_amounts
from graph.claims.topics import Topic, about
from graph.literals import Prefilter
from graph.ontology import ontology
from graph.records import Claim, Mention, Quantity, Span
from graph.rules import ClaimRule, claim_rules

__all__ = ["claims_of", "named_values"]


def _stands(match: re.Match[str]) -> int:
    """Return the place whose topic a claim has: before its object (推动甲县发展乙业), or where it begins."""
    if "o" in match.re.groupindex and match["o"] is not None:
        return max(match.start(), match.start("o") - 1)
    return match.start()


def _fits(rule: ClaimRule, subject: Mention, target: Mention | None) -> bool:
    known = ontology()
    if subject.type not in known.domain(rule.yields):
        return False
    return target is None or (target.type in known.range(rule.yields) and target != subject)


def claims_of(sentence: Folded, topic: Topic, span: Span, rules: Iterable[ClaimRule] | None = None) -> Iterator[Claim]:
    """Yield what every rule finds in one folded sentence."""
    chosen = _sentence_rules() if rules is None else _filtered(rules)
    for rule in chosen.may_match(sentence.text):
        for match in rule.regex.finditer(sentence.text):
            slots = [name for name in rule.slots if name != "v" and match[name] is not None]
            groups = {name: sentence.within(*match.span(name)) for name in slots}
            subjects = [one for one in groups.get("s") or about(topic, _stands(match)) if _fits(rule, one, None)]
            if rule.object == "topic":
                groups["o"] = about(topic, match.start())
            if "o" in rule.slots or rule.object:
                pairs = [
                    (one, target) for one in subjects for target in groups.get("o", ()) if _fits(rule, one, target)
                ]
                yield from (Claim(one, rule.yields, target, span, rule.id, rule.explicit) for one, target in pairs)
            else:
                yield from _valued(rule, match, sentence, subjects, span)


def _filtered(rules: Iterable[ClaimRule]) -> Prefilter[ClaimRule]:
    return Prefilter((rule, rule.needs) for rule in rules)


@cache
def _sentence_rules() -> Prefilter[ClaimRule]:
    return _filtered(rule for rule in claim_rules() if not rule.inside)


def _valued(
    rule: ClaimRule, match: re.Match[str], sentence: Folded, subjects: Iterable[Mention], span: Span
) -> Iterator[Claim]:
    """Yield an attribute for each subject: the rule's own value, the words of group v or the quantity of slot v."""
    value: str | Quantity = rule.value
    told: dict[str, str] = {}
    if "v" in rule.slots:
        amount, words = sentence.amount(match.start("v"))
        if amount.ranged:
            return
        value, told = amount.quantity, {"verbatim": words}
    elif "v" in match.groupdict():
        value = match["v"]
    yield from (Claim(one, rule.yields, value, span, rule.id, rule.explicit, told) for one in subjects)


def named_values(mention: Mention, name: str, span: Span, rules: Iterable[ClaimRule] | None = None) -> Iterator[Claim]:
    """Yield the attributes that a name itself states (甲公司20万吨树脂); `name` holds what its list shares."""
    text, quantities = fold_amounts(name)
    sentence = Folded(text, (), quantities)
    for rule in _name_rules() if rules is None else rules:
        if mention.type in rule.inside and (match := rule.regex.search(text)):
            yield from _valued(rule, match, sentence, (mention,), span)


@cache
def _name_rules() -> tuple[ClaimRule, ...]:
    return tuple(rule for rule in claim_rules() if rule.inside)
