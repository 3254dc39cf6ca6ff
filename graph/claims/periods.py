"""The sentences of a document, one by one, in; whether each tells of what was reached or of aims, and when, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graph.lexicon import cues
from graph.records import Document, Sentence
from graph.text.clean import CleanText
from graph.values.dates import plan_period, years

__all__ = ["Phase", "begins_with_aims", "phased", "timed", "words_of", "year_of"]

#: How much of a sentence may say that another part of the document begins.
_OPENING = 40


@cache
def words_of(name: str) -> re.Pattern[str]:
    """Return a pattern of the words of a cue list."""
    return re.compile("|".join(map(re.escape, cues(name))))


@dataclass(slots=True)
class Phase:
    """Where in a document a sentence stands: before or behind what it aims at, and the years that it speaks of."""

    document: Document
    future: bool
    year: int | None = None

    def read(self, sentence: Sentence, text: str) -> None:
        """Take in a sentence that opens another part of the document."""
        heading = next((one for one in reversed(sentence.section) if _turn(one) is not None), None)
        if heading is not None:
            self._turn_to(bool(_turn(heading)), heading)
        elif _turn(text[:_OPENING]) is True:
            self._turn_to(True, text[:_OPENING])
        elif not self.future and _turn(text[:_OPENING]) is False:
            self._turn_to(False, text[:_OPENING])

    def _turn_to(self, future: bool, text: str) -> None:
        told = [year for _, year in years(text) if year <= (self.document.year or 9999)]
        self.future, self.year = future, None if future else max(told, default=self.year)

    def basis(self, text: str, year: int | None) -> str:
        """Return whether a figure of a sentence was reached (actual) or is aimed at (target)."""
        now = self.document.year or 9999
        period = plan_period(self.document.title) if self.document.genre == "plan" else None
        if year is not None and year > now and (period is None or year > now):
            return "target"
        if year is not None and year < now:
            return "actual"
        if words_of("actual").search(text):
            return "actual"
        return "target" if self.future or words_of("target").search(text) else "actual"

    def assumed(self, basis: str) -> int | None:
        """Return the year of a figure for which the text names none."""
        document, now = self.document, self.document.year
        if now is None:
            return None
        if document.genre == "plan":
            first, last = plan_period(document.title) or (now, now + 4)
            return last if basis == "target" else (self.year or first - 1)
        if basis == "actual" and self.year:
            return self.year
        return now - 1 if basis == "actual" and document.genre == "work-report" else now


def _turn(text: str) -> bool | None:
    """Tell whether a heading or the opening of a sentence turns to aims (True) or to what was reached (False)."""
    if words_of("phase-future").search(text):
        return True
    return False if words_of("phase-past").search(text) else None


def begins_with_aims(clean: CleanText) -> bool:
    """Tell whether a document only says what is to be done: a list of tasks, or a report without its look back."""
    genre = clean.document.genre
    return genre == "task-list" or (genre == "work-report" and not words_of("phase-past").search(clean.text))


def year_of(text: str, at: int) -> int | None:
    """Return the year named last before a figure, unless the figure is only compared with it (比2020年)."""
    named = [(start, year) for start, year in years(text) if start < at and text[start - 1 : start] not in ("比", "较")]
    return named[-1][1] if named else None


def phased(clean: CleanText, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, str, Phase]]:
    """Yield every sentence with its clean text and the phase that it stands in, which the next step changes."""
    phase = Phase(clean.document, begins_with_aims(clean))
    for sentence in sentences:
        start, end = clean.position(sentence.span.start), clean.position(sentence.span.end - 1) + 1
        text = clean.text[start:end]
        phase.read(sentence, text)
        yield sentence, text, phase


def timed(clean: CleanText, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences with their basis and the year that they speak of: the last one named, else one assumed."""
    found = []
    for sentence, text, phase in phased(clean, sentences):
        named = year_of(text, len(text))
        basis = phase.basis(text, named)
        found.append(replace(sentence, basis=basis, year=named or phase.assumed(basis)))
    return tuple(found)
