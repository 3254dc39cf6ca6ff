"""A document's text in; the day on which it was published or delivered out, as its head gives it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache

from graph.lexicon import cues

__all__ = ["date_of"]

_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
#: How many lines of the head may give a day behind a label, and how many without one.
_LABELLED, _BARE = 40, 12
#: A longer line without a label, or one that ends like this, is a sentence of the text.
_LONG = 60
_SENTENCE = re.compile(r"[。；;]|[，,、]$")
#: A line that begins with a day and its hour is a dateline, whatever the page writes behind it.
_HOUR = re.compile(r"\s*\d{1,2}:\d{2}")


@cache
def _before(name: str) -> re.Pattern[str]:
    """Return a pattern of the words of a list, where a day follows them."""
    return re.compile(f"(?:{'|'.join(map(re.escape, cues(name)))})[\\s:为是]*$")


def date_of(text: str, year: int | None) -> str:
    """Return the day that the head of a text gives (ISO 8601), "" where there is none that fits its year.

    A day behind a label (发布时间) goes before one that only stands in the first lines; the day of printing or of a
    visit is none. It must lie in the year that the document is about or in the next.

    >>> date_of("甲市2024年政府工作报告\\n发布时间:2024年02月18日", 2024)
    '2024-02-18'
    """
    labelled, bare = [], []
    lines = (unicodedata.normalize("NFKC", line).strip() for line in text.splitlines()[: _LABELLED * 4])
    for number, line in enumerate([line for line in lines if line][:_LABELLED]):
        for day, start, end in _days(line):
            if _before("date-not").search(line[:start]) or (year is not None and day.year not in (year, year + 1)):
                continue
            if _before("date-label").search(line[:start]):
                labelled.append(day)
            elif number < _BARE and _is_dateline(line, start, end):
                bare.append(day)
    found = labelled or bare
    return found[0].isoformat() if found else ""


def _days(line: str) -> Iterator[tuple[date, int, int]]:
    for match in _DAY.finditer(line):
        try:
            yield date(int(match[1]), int(match[2]), int(match[3])), match.start(), match.end()
        except ValueError:
            continue


def _is_dateline(line: str, start: int, end: int) -> bool:
    if start == 0 and _HOUR.match(line, end):
        return True
    return len(line) <= _LONG and not _SENTENCE.search(line)
