"""Texts with their facts in; what the classifier of claims learns from, and its model, graph/grammar/claims.crf, out.

In the documents of tests/passages the things that it looks at are those that rules and the labeller find, as later in
use; in passages they are those that are marked. What a text says of two of them is told by its facts. Where a fact
cannot be placed in a sentence nothing is learnt from the things in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.claims import by_sentence, home_of, readings
from graph.claims.candidates import Candidate, candidates
from graph.claims.classifier import NONE
from graph.documents import document, load
from graph.evaluate import key_of, read_gold
from graph.mentions import mentions
from graph.records import Mention, Span
from graph.text.clean import CleanText, clean
from graph.text.sentences import sentences
from training.names import plain
from training.texts import FOLDED, IN_VIEW, Passage, fit, golds, passages

#: Weights of the penalties on the sum and on the squares of the parameters, and rounds of the optimiser.
PARAMETERS = {"c1": 0.5, "c2": 0.1, "max_iterations": 150, "feature.minfreq": 2}
_TOLERANCE = 0.01
_SIZES = ("investment", "capacity", "area", "scale")
Example = tuple[list[str], str]


@dataclass(frozen=True, slots=True)
class Told:
    """A fact: keys of the names of its subject, its property, keys of its object's names or its value, where it stands.

    `at` is a piece of the sentence that states it, None where that is not known, "" where no sentence does.
    """

    subject: frozenset[str]
    property: str
    object: frozenset[str]
    value: str = ""
    at: str | None = None


def _key(name: str) -> str:
    return key_of(plain(name), ("Cluster", "Project"))


def of_gold(path: Path) -> list[Told]:
    """Return the facts of a file of expected facts that the classifier may learn."""
    lines = read_gold(path)
    forms = {
        fact["name"]: frozenset(map(_key, (fact["name"], *fact.get("aliases", []))))
        for fact in lines
        if fact["kind"] == "entity"
    }
    told = []
    for fact in lines:
        at = plain(fact.get("at", "")) if fact.get("explicit", True) else ""
        if fact["kind"] == "relation":
            told.append(Told(forms[fact["s"]], fact["p"], forms[fact["o"]], at=at))
        elif fact["kind"] == "attribute":
            value = fact["value"]["value"] if isinstance(fact["value"], dict) else fact["value"]
            told.append(Told(forms[fact["s"]], fact["a"], frozenset(), str(value), at))
    return told


def of_passage(passage: Passage) -> list[Told]:
    """Return the facts that stand below a marked passage."""
    forms: dict[str, frozenset[str]] = {}
    for names in passage.same:
        joined = frozenset(map(_key, names)).union(*(forms.get(name, frozenset()) for name in names))
        forms.update(dict.fromkeys(names, joined))
    told = []
    for subject, name, value in passage.facts:
        one = forms.get(subject) or frozenset({_key(subject)})
        if name in (*_SIZES, "status", "level"):
            told.append(Told(one, name, frozenset(), value.split()[0]))
        else:
            told.append(Told(one, name, forms.get(value) or frozenset({_key(value)})))
    return told


@dataclass(frozen=True, slots=True)
class _Seen:
    """One pair of a candidate, the sentence it stands in, and the facts that may say of it what is to be learnt."""

    candidate: Candidate
    sentence: str
    facts: tuple[Told, ...]


def _of_value(fact: Told, candidate: Candidate) -> bool:
    if candidate.amount is None:
        return fact.property == "status"
    if fact.property not in _SIZES:
        return False
    value, amount = float(fact.value), candidate.amount[0].quantity.value
    return abs(value - amount) <= _TOLERANCE * abs(value)


def _pairs(candidate: Candidate) -> Iterator[tuple[str, str]]:
    for subject in candidate.subjects:
        for target in candidate.objects or (None,):
            yield _key(subject.text), _key(target.text) if target else ""


def _seen(text: CleanText, found: tuple[Mention, ...], facts: list[Told]) -> Iterator[_Seen]:
    of: dict[str, list[Told]] = defaultdict(list)
    for fact in facts:
        for name in fact.subject:
            of[name].append(fact)
    split = sentences(text)
    home = home_of(text.document, found)
    for sentence, folded, topic in readings(text, split, by_sentence(split, found), home):
        words = "".join(
            text.text[text.position(sentence.span.start) : text.position(sentence.span.end - 1) + 1].split()
        )
        for candidate in candidates(folded, topic):
            for subject, target in _pairs(candidate):
                may = [
                    fact
                    for fact in of[subject]
                    if (target in fact.object if target else not fact.object and _of_value(fact, candidate))
                ]
                yield _Seen(candidate, words, tuple(may))


def _label(fact: Told) -> str:
    return f"status:{fact.value}" if fact.property == "status" else fact.property


def _near(one: _Seen, fact: Told) -> bool:
    at = fact.at or ""
    return bool(at) and (at in one.sentence or one.sentence in at)


def taught(text: CleanText, found: tuple[Mention, ...], facts: list[Told]) -> Iterator[Example]:
    """Yield what is to be learnt from a text: the features of what may be said in it, and what is."""
    seen = list(_seen(text, found, facts))
    places: dict[Told, list[int]] = defaultdict(list)
    for number, one in enumerate(seen):
        for fact in one.facts:
            places[fact].append(number)
    chosen = {fact: _places(fact, numbers, seen) for fact, numbers in places.items()}
    for number, one in enumerate(seen):
        said = next((fact for fact in one.facts if number in chosen[fact]), None)
        if said is not None:
            yield one.candidate.features, _label(said)
        elif not one.facts:
            yield one.candidate.features, NONE


def _places(fact: Told, numbers: list[int], seen: list[_Seen]) -> frozenset[int]:
    """Return which of the places where a fact may be said say it."""
    if fact.at is not None:
        return frozenset(number for number in numbers if _near(seen[number], fact))
    outright = [number for number in numbers if not seen[number].candidate.elided]
    if outright:
        first = seen[outright[0]].sentence
        return frozenset(number for number in outright if seen[number].sentence == first)
    return frozenset(numbers[:1])


def of_document(gold: Path, documents: Path) -> Iterator[Example]:
    """Yield what is to be learnt from a document whose facts a file lists."""
    facts = read_gold(gold)
    text = clean(load(next(documents.glob(f"{facts[0]['doc']}*"))))
    yield from taught(text, mentions(text, sentences(text)), of_gold(gold))


def of_text(passage: Passage) -> Iterator[Example]:
    """Yield what is to be learnt from a marked passage; nothing from one without facts."""
    if passage.facts:
        title = f"{passage.place}\n"
        text = clean(document(title + passage.text, name="passage"))
        found = tuple(
            Mention(Span("passage", start + len(title), end + len(title)), kind, passage.text[start:end], "marked")
            for start, end, kind in passage.names
        )
        yield from taught(text, found, of_passage(passage))


def examples() -> Iterator[Example]:
    """Yield everything that the classifier learns from."""
    for passage in (*passages(), *passages(FOLDED)):
        yield from of_text(passage)
    for gold in golds():
        yield from of_document(gold, IN_VIEW / "documents")


def train(learnt: Iterable[Example], out: Path) -> int:
    """Train the classifier and write its model; return how many candidates it learnt from."""
    return fit((([features], [said]) for features, said in learnt), PARAMETERS, out)
