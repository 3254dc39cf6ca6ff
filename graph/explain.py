"""A sentence in; what the rules see in it out: mentions, claims, figures, and the words that steered them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.claims.precedence import SINGLE, Ruling, settle
from graph.claims.taught import taught_rules
from graph.claims.works import works_rules
from graph.documents import document
from graph.patterns import word_list
from graph.pipeline import extract
from graph.records import Claim, Document, Extraction
from graph.resolution import resolve
from graph.rules import claim_rules, indicator_rules, name_rules

__all__ = ["Cue", "cues_of", "explain", "rulings"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of a list that a rule needed and the sentence holds."""

    rule: str
    list: str
    words: tuple[str, ...]


def explain(
    sentence: str, *, subject: str | None = None, year: int | None = None, rules: str | Path | None = None
) -> Extraction:
    """Read one sentence as a document about `subject`; raises DocumentError for an unknown subject.

    `rules` is a TOML file of claim rules of your own.
    """
    read = document(sentence, name="sentence", subject=subject, year=year)
    return extract(read, taught=taught_rules(rules) if rules else ())


def cues_of(extraction: Extraction) -> Iterator[Cue]:
    """Yield, for every rule that fired, the words of its lists that the text holds."""
    fired = {mention.rule for mention in extraction.mentions} | {claim.rule for claim in extraction.claims}
    text = extraction.document.text
    for rule in (*name_rules(), *claim_rules(), *indicator_rules(), *works_rules()):
        if rule.id in fired:
            for name in sorted(rule.lists):
                if held := tuple(word for word in word_list(name) if word in text):
                    yield Cue(rule.id, name, held)


def rulings(extraction: Extraction) -> Iterator[Ruling]:
    """Yield the claims that do not hold because another one of the same thing takes precedence."""
    of = resolve([extraction]).of
    told: dict[tuple[str, str], list[tuple[Document, Claim]]] = defaultdict(list)
    for claim in extraction.claims:
        if claim.property in SINGLE:
            told[of[claim.subject], claim.property].append((extraction.document, claim))
    for claims in told.values():
        yield from settle(claims)[1]
