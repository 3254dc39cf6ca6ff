"""Clean text, sentences and mentions in; the claims that the document makes out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from graph.claims.attributes import from_own_names
from graph.claims.classifier import MODEL, reviewed
from graph.claims.fold import Folded, fold
from graph.claims.implied import from_names, is_narrower, listed_status, located, parents, phases, towns, zone
from graph.claims.indicators import observations
from graph.claims.relations import claims_of
from graph.claims.topics import Topic, entry_of, is_particular, topics
from graph.claims.works import counted_works
from graph.mentions.gazetteer import locate
from graph.mentions.zone import forms_of
from graph.records import Claim, Document, Mention, Sentence, Span
from graph.rules import ClaimRule
from graph.text.clean import CleanText

__all__ = ["by_sentence", "claims", "home_of", "readings"]

#: The rule that places what a sentence names where the sentence is about.
_BY_TOPIC = "locatedIn.topic"
#: A sentence that goes through more places than these tells of none of them alone.
_PLACES = 6


def home_of(document: Document, mentions: Sequence[Mention]) -> Mention | None:
    """Return the mention that stands for the document's zone or else its subject: the first place where it is named.

    Where the subject was given from outside and is never named, the mention is empty and stands at the beginning.
    """
    subject = document.subject
    if subject is None:
        return None
    if document.zone:
        forms = forms_of(document)
        first = next((one for one in mentions if one.type == "Region" and one.text in forms), None)
        return first or Mention(Span(document.id, 0, 0), "Region", document.zone, "document.zone")
    for mention in mentions:
        if mention.type == "Region" and locate(mention.text, subject) == subject:
            return mention
    return Mention(Span(document.id, 0, 0), "Region", subject.name, "document.subject")


def by_sentence(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Return the mentions of every sentence."""
    starts = [mention.span.start for mention in mentions]
    return [list(mentions[bisect_left(starts, s.span.start) : bisect_left(starts, s.span.end)]) for s in sentences]


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        groups[sentence.paragraph].append(number)
    yield from groups.values()


def _is_site(claim: Claim, topic: Topic, document: Document) -> bool:
    """Tell whether what a sentence is about is one place that is narrower than the document's subject."""
    places = {one.text for _, mentions in topic for one in mentions if one.type in ("Region", "Park")}
    site = claim.object
    if not isinstance(site, Mention) or site.type != "Region":
        return False
    return is_narrower(site, document) and len(places) <= _PLACES


def readings(
    clean: CleanText, sentences: Sequence[Sentence], groups: list[list[Mention]], home: Mention | None
) -> Iterator[tuple[Sentence, Folded, Topic]]:
    """Yield every sentence of a document with its names folded, and what it is about."""
    listed: Mention | None = None
    for paragraph in _paragraphs(sentences):
        folded: list[Folded] = []
        for number in paragraph:
            span = sentences[number].span
            top = [mention for mention in groups[number] if not mention.rule.startswith("inner.")]
            folded.append(fold(clean, clean.position(span.start), clean.position(span.end), top))
        if not is_particular(folded[0]):
            listed = None
        for number, sentence, topic in zip(paragraph, folded, topics(folded, home, listed), strict=True):
            yield sentences[number], sentence, topic
            listed = entry_of(sentence) or listed


def _taught(read: Iterable[tuple[Sentence, Folded, Topic]], rules: Sequence[ClaimRule]) -> Iterator[Claim]:
    """Yield what a user's own rules find; no classifier judges it, and it is said in so many words."""
    for sentence, folded, topic in read if rules else ():
        yield from claims_of(folded, topic, sentence.span, rules)


def _stated(read: Iterable[tuple[Sentence, Folded, Topic]], document: Document) -> Iterator[Claim]:
    for sentence, folded, topic in read:
        if folded.mentions or folded.quantities:
            for claim in claims_of(folded, topic, sentence.span):
                if claim.rule != _BY_TOPIC or _is_site(claim, topic, document):
                    yield claim
        if entry := entry_of(folded):
            yield from listed_status(entry, sentence)


def claims(
    clean: CleanText,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    taught: Sequence[ClaimRule] = (),
) -> tuple[Claim, ...]:
    """Find what a document says of its mentions, each claim with its sentence; `taught` are rules of the user."""
    document = clean.document
    home = home_of(document, mentions)
    groups = by_sentence(sentences, mentions)
    found = [(mention, sentence.span) for sentence, group in zip(sentences, groups, strict=True) for mention in group]
    read = list(readings(clean, sentences, groups, home))
    stated = [*_stated(read, document), *from_names(found, document), *from_own_names(clean, found)]
    if MODEL.exists():
        stated = reviewed(read, stated)
    stated += _taught(read, taught)
    placed = {claim.subject.text for claim in stated if claim.property == "locatedIn"}
    implied: Iterable[Claim] = located(document, placed, found, home) if home else ()
    county: Iterable[Claim] = (*towns(found, document, home), *zone(found, document, home)) if home else ()
    figures = (*observations(clean, sentences, groups, home), *counted_works(clean, sentences, groups, home))
    return tuple(_distinct([*stated, *implied, *county, *parents(found, document), *phases(found), *figures]))


def _distinct(found: Iterable[Claim]) -> Iterator[Claim]:
    seen = set()
    for claim in found:
        key = (claim.subject, claim.property, claim.object, claim.span, *sorted(claim.qualifiers.items()))
        if key not in seen:
            seen.add(key)
            yield claim
