"""A user's TOML file of claim rules in; the rules out, once each does what its own examples say."""

from __future__ import annotations

import re
from pathlib import Path

from graph.claims.fold import Folded, fold_amounts
from graph.claims.relations import claims_of, named_values
from graph.errors import RuleError
from graph.ontology import ontology
from graph.patterns import fold_char
from graph.records import TYPES, Mention, Span
from graph.rules import ClaimRule, claim_rules, read_claim_rules

__all__ = ["joined", "taught_rules"]

_MARK = re.compile(r"\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]")
_Pairs = set[tuple[str, str]]


def taught_rules(path: str | Path) -> tuple[ClaimRule, ...]:
    """Return the claim rules of a user's file; raises RuleError, with file and id, for a fault or a failed example."""
    known = {rule.id for rule in claim_rules()}
    found = read_claim_rules(Path(path))
    for rule in found:
        where = f"{path}: rule {rule.id}"
        if rule.id in known:
            raise RuleError(f"{where}: a rule of grammar/rules/claims has this id; choose another")
        if rule.inside:
            raise RuleError(f"{where}: inside works in grammar/rules/claims only; write it for sentences")
        for example in (*rule.match, *rule.reject):
            expected, given = joined(rule, example)
            if given != (expected if example in rule.match else set()):
                kind = "match" if example in rule.match else "reject"
                shown = "、".join(f"{s} → {o}" for s, o in sorted(given)) or "nothing"
                raise RuleError(f"{where}: the {kind} example {example} gives {shown}; mend the pattern or the example")
    return found


def joined(rule: ClaimRule, example: str) -> tuple[_Pairs, _Pairs]:
    """Return the pairs of subject and object that an example of a rule marks, and those that the rule joins in it."""
    sentence, labelled, values = _folded(rule, example)
    kind = "Region" if "Region" in ontology().domain(rule.yields) else "Park"
    kind = sorted(rule.inside or ontology().range(rule.yields))[0] if rule.inside or rule.object else kind
    home = Mention(Span("example", 90, 91), kind, "主题", "example")
    span = Span("example", 0, 99)
    if rule.inside:
        claims = named_values(home, _MARK.sub(lambda mark: mark[1], example), span, [rule])
    else:
        claims = claims_of(sentence, ((0, (home,)),), span, [rule])
    found = set()
    for claim in claims:
        told = claim.qualifiers.get("verbatim", claim.object)
        found.add((claim.subject.text, told.text if isinstance(told, Mention) else str(told)))
    subjects = [mention.text for label, mention in labelled if label == "s"] or ["主题"]
    objects = [mention.text for label, mention in labelled if label == "o"] or values or [rule.value or home.text]
    return {(s, o) for s in subjects for o in objects}, found


def _folded(rule: ClaimRule, example: str) -> tuple[Folded, list[tuple[str, Mention]], list[str]]:
    """Fold an example; return it with its mentions, their labels and the words marked as values."""
    labelled: list[tuple[str, Mention]] = []
    values = [mark[1] for mark in _MARK.finditer(example) if mark[2] == "v"]
    example = _MARK.sub(lambda mark: mark[1] if mark[2] == "v" else mark[0], example)
    for number, mark in enumerate(_MARK.finditer(example)):
        label = mark[2] or ""
        if label not in TYPES and label not in rule.slots:
            raise RuleError(f"{rule.file}: rule {rule.id}: {mark[0]} marks neither a slot of the pattern nor a type")
        kind = label if label in TYPES else rule.slots[label].types[0]
        labelled.append((label, Mention(Span("example", number, number + 1), kind, mark[1], "example")))
    chars = iter(labelled)
    text, quantities = fold_amounts(_MARK.sub(lambda _: fold_char(next(chars)[1].type), example))
    return Folded(text, tuple(mention for _, mention in labelled), quantities), labelled, values
