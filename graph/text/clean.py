"""A document in; its clean text out, with a map from every character back to the text as it was read."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.lexicon import cues
from graph.records import Document, Span

__all__ = ["CleanText", "clean"]

#: Single quotation marks inside double ones quote names all the same.
_WIDTH = str.maketrans(",;!?()‘’", "，；！？（）“”")
_WORDS = re.compile(r"[^\s\u3000\xa0\u200b\ufeff]+")
_COLON = re.compile(r"(?<!\d):|:(?!\d)")
_DIGIT_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_SENTENCE_END = "。！？；：”）》"
_HEADING = re.compile(
    r"[\s\u3000]*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十百\d]+[章节条]|——|\d+[.、])"
)
#: Shorter lines that end without a stop are titles and captions, not the first half of a wrapped sentence.
_WRAPPED_LINE = 14
#: Shorter lines that end with 项目 or 工程 are entries of a list.
_ENTRY = 32


@dataclass(frozen=True, slots=True)
class CleanText:
    """What is text in a document, one paragraph a line, with full-width punctuation and without spaces.

    `offsets[i]` is where character i of `text` stands in the document's own text; it rises from left to right.
    """

    document: Document
    text: str
    offsets: array[int]

    def span(self, start: int, end: int) -> Span:
        """Return where the characters start to end (exclusive, at least one) of the clean text stand."""
        return Span(self.document.id, self.offsets[start], self.offsets[end - 1] + 1)

    def position(self, offset: int) -> int:
        """Return the index in the clean text of the first character at or after an offset of the document."""
        return bisect_left(self.offsets, offset)

    def source(self, start: int, end: int) -> str:
        """Return those characters as the document spells them."""
        original = self.document.text
        return "".join(original[offset] for offset in self.offsets[start:end] if not original[offset].isspace())


@cache
def _boilerplate() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, cues("boilerplate"))))


@cache
def _spam() -> re.Pattern[str]:
    head, tail = ("|".join(map(re.escape, cues(name))) for name in ("spam", "spam-tail"))
    advert = rf"(?:{head})(?:{head}|{tail})*"
    return re.compile(rf"{advert}(?:[,，、\s]*{advert})*")


def _is_text(line: str) -> bool:
    """Tell whether a line belongs to the document rather than to the page around it."""
    found = set(_boilerplate().findall(line))
    if not found:
        return any("\u4e00" <= char <= "\u9fff" for char in line)
    return len(line) > 60 * len(found) and len(found) < 3


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


def _wrapped(line: str, following: str) -> bool:
    """Tell whether a line breaks off inside a sentence that the next one continues."""
    ends_open = line[-1] not in _SENTENCE_END and not (len(line) < _ENTRY and line.endswith(cues("entry-end")))
    inside = len(line) >= _WRAPPED_LINE and any(mark in line for mark in "，。、；")
    return ends_open and inside and not _HEADING.match(following) and following[0] not in "●◆■★①②③④⑤⑥⑦⑧⑨"


def _normalise(line: str) -> str:
    """Return the line with full-width punctuation, of the same length."""
    line = _DIGIT_COMMA.sub(",", _COLON.sub("：", line.translate(_WIDTH)))
    if '"' in line:
        pieces = line.split('"')
        line = pieces[0] + "".join("“”"[i % 2] + piece for i, piece in enumerate(pieces[1:]))
    return line


def clean(document: Document) -> CleanText:
    """Mark what is not text (navigation, advertising, spam inside sentences), mend wrapped lines, level punctuation.

    The document itself is not touched: the result is a view with offsets.
    """
    pieces: list[str] = []
    offsets: array[int] = array("I")
    previous = ""
    for start, line in _lines(document.text):
        if not _is_text(line):
            continue
        kept = _WORDS.findall(line)
        positions = [match.start() for match in _WORDS.finditer(line)]
        chars, places = "".join(kept), array("I")
        for position, word in zip(positions, kept, strict=True):
            places.extend(range(start + position, start + position + len(word)))
        for advert in reversed(list(_spam().finditer(chars))):
            chars = chars[: advert.start()] + chars[advert.end() :]
            del places[advert.start() : advert.end()]
        if not chars:
            continue
        normal = _normalise(chars)
        if previous and not _wrapped(previous, normal):
            pieces.append("\n")
            # The break takes the place of the line's first character but one, so that offsets keep rising.
            offsets.append(offsets[-1])
        pieces.append(normal)
        offsets.extend(places)
        previous = normal
    return CleanText(document, "".join(pieces), offsets)
