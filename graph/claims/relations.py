"""Folded sentences in; the relations and statuses that the claim rules find out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.claims.fold import Folded
from graph.claims.topics import Topic
from graph.ontology import ontology
from graph.records import Claim, Mention, Span
from graph.rules import ClaimRule, claim_rules, fold_char, word_list

__all__ = ["claims_of"]


@cache
def _cue_search() -> tuple[AhoCorasick, tuple[frozenset[str], ...]]:
    lists: dict[str, set[str]] = defaultdict(set)
    for rule in claim_rules():
        for name in rule.requires:
            for word in word_list(name):
                lists[word].add(name)
    ordered = sorted(lists) or ["\0"]
    return AhoCorasick(ordered, matchkind=MatchKind.Standard), tuple(frozenset(lists[word]) for word in ordered)


def _present(text: str) -> set[str]:
    search, lists = _cue_search()
    found: set[str] = set()
    for number, _, _ in search.find_matches_as_indexes(text, overlapping=True):
        found |= lists[number]
    return found


def _about(topic: Topic, at: int) -> tuple[Mention, ...]:
    return next((mentions for start, mentions in reversed(topic) if start <= at), ())


def _fits(rule: ClaimRule, subject: Mention, target: Mention | None) -> bool:
    known = ontology()
    if subject.type not in known.domain(rule.yields):
        return False
    return target is None or (target.type in known.range(rule.yields) and target != subject)


def claims_of(
    sentence: Folded, topic: Topic, span: Span, rules: Iterable[ClaimRule] | None = None
) -> Iterator[Claim]:
    """Yield what every rule finds in one folded sentence."""
    present = _present(sentence.text)
    for rule in claim_rules() if rules is None else rules:
        if not rule.requires <= present:
            continue
        if not all(any(fold_char(kind) in sentence.text for kind in slot.types) for slot in rule.slots.values()):
            continue
        for match in rule.regex.finditer(sentence.text):
            groups = {name: sentence.within(*match.span(name)) for name in rule.slots if match[name] is not None}
            subjects = groups.get("s") or _about(topic, match.start())
            if rule.value:
                for subject in subjects:
                    if _fits(rule, subject, None):
                        yield Claim(subject, rule.yields, rule.value, span, rule.id, rule.explicit)
                continue
            for subject in subjects:
                for target in groups.get("o", ()):
                    if _fits(rule, subject, target):
                        yield Claim(subject, rule.yields, target, span, rule.id, rule.explicit)
