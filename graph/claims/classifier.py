"""What rules state of a document's sentences in; the same without what a classifier rules out, and what it adds, out.

The classifier is a maximum-entropy model (Berger, Della Pietra, Della Pietra 1996): a conditional random field whose
sequences hold one item, a candidate. `python -m training` rebuilds it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.claims.candidates import Candidate, candidates
from graph.claims.fold import Folded
from graph.claims.precedence import SINGLE
from graph.claims.topics import Topic
from graph.lexicon import GRAMMAR
from graph.models import tagger
from graph.ontology import ontology
from graph.records import Claim, Mention, Sentence

__all__ = ["MODEL", "NONE", "reviewed"]

MODEL = GRAMMAR / "claims.crf"
NONE = "none"
#: What is said holds from this chance on; what a rule states falls below that one.
_SURE, _DOUBTED = 0.6, 0.02
#: Too rare in the training passages to be judged; its rules name both sides and the verb.
_TRUSTED = frozenset({"cooperatesWith"})
#: States that a clause about what is not yet there does not tell.
_REACHED = ("completed", "operating")
#: What mostly one subject does: where rules name it, no other is looked for.
_AIMS = ("targets", "implements")
Reading = tuple[Sentence, Folded, Topic]
Found = Sequence[tuple[Sentence, Candidate]]


def reviewed(readings: Iterable[Reading], stated: Sequence[Claim], path: Path = MODEL) -> list[Claim]:
    """Return the claims of rules that the classifier does not rule out, and what it reads in a document beyond them.

    Only what rules find stated outright in a sentence is judged. A thing of which rules state a status, an investment
    or such keeps that; what rules say that some subject aims at is not said of another.
    """
    found = [(sentence, one) for sentence, folded, topic in readings for one in candidates(folded, topic)]
    model = tagger(path)
    said = model.tag([one.features for _, one in found])
    doubted = _doubted(stated, found, model)
    kept = [claim for number, claim in enumerate(stated) if number not in doubted]
    return [*kept, *_added(kept, found, said, model)]


def _target(claim: Claim) -> str:
    """Return the words of a claim's object in its sentence."""
    if isinstance(claim.object, Mention):
        return claim.object.text
    return str(claim.qualifiers.get("verbatim", ""))


def _doubted(stated: Sequence[Claim], found: Found, model: Any) -> set[int]:
    """Return which of the claims have next to no chance in any candidate of their sentence that they may come from."""
    judged: dict[tuple[object, str, str], list[int]] = defaultdict(list)
    labels = frozenset(model.labels())
    named = [f"status:{claim.object}" if claim.property == "status" else claim.property for claim in stated]
    told = Counter((claim.span, claim.subject.text, claim.property) for claim in stated)
    for number, claim in enumerate(stated):
        # Precedence settles disputes.
        disputed = claim.property in SINGLE and told[claim.span, claim.subject.text, claim.property] > 1
        if claim.explicit and claim.property not in _TRUSTED and named[number] in labels and not disputed:
            judged[claim.span, claim.subject.text, _target(claim)].append(number)
    chance: dict[int, float] = {}
    for at, (sentence, one) in enumerate(found):
        targets = [target.text for target in one.objects] or [one.amount[1] if one.amount else ""]
        for subject in one.subjects:
            for target in targets:
                for number in judged.get((sentence.span, subject.text, target), ()):
                    chance[number] = max(chance.get(number, 0.0), model.marginal(named[number], at))
    return {number for number, value in chance.items() if value < _DOUBTED}


def _added(stated: Iterable[Claim], found: Found, said: Sequence[str], model: Any) -> Iterator[Claim]:
    told: set[tuple[str, str, str]] = set()
    aimed: set[tuple[str, str]] = set()
    placed: set[str] = set()
    for claim in stated:
        target = claim.object.text if isinstance(claim.object, Mention) else ""
        told.add((claim.subject.text, claim.property, target))
        aimed.add((claim.property, target))
        placed.add(claim.subject.text if claim.property == "locatedIn" else "")
    best: dict[tuple[str, str, str], tuple[float, Claim]] = {}
    for at, (sentence, one) in enumerate(found):
        if said[at] == NONE or (sure := model.marginal(said[at], at)) < _SURE:
            continue
        name, _, value = said[at].partition(":")
        if one.hoped and value in _REACHED:
            continue
        for claim in _claims(one, name, value, sentence):
            target = claim.object.text if isinstance(claim.object, Mention) else ""
            key = claim.subject.text, name, target
            ruled = (one.elided or name in _AIMS) and (name, target) in aimed
            if key in told or ruled or (name == "locatedIn" and claim.subject.text in placed):
                continue
            if best.get(key, (0.0,))[0] < sure:
                best[key] = sure, claim
    yield from (claim for _, claim in best.values())


def _claims(one: Candidate, name: str, value: str, sentence: Sentence) -> Iterator[Claim]:
    known, rule = ontology(), f"learnt.{name}"
    for subject in one.subjects:
        if subject.type not in known.domain(name):
            continue
        if value:
            yield Claim(subject, name, value, sentence.span, rule)
        elif one.amount:
            amount, words = one.amount
            if not amount.ranged:
                yield Claim(subject, name, amount.quantity, sentence.span, rule, True, {"verbatim": words})
        for target in one.objects:
            if target != subject and target.type in known.range(name):
                yield Claim(subject, name, target, sentence.span, rule)
