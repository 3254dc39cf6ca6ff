"""Clean text in; sentences out, each with the headings it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.records import Sentence
from graph.text.clean import CleanText

__all__ = ["sentences"]

_STOP = re.compile(r"[^。！？；]*(?:[。！？；]+[”’）》]?|$)")
_LEVELS = (
    re.compile(r"第[一二三四五六七八九十百\d]+[章篇编]"),
    re.compile(r"第[一二三四五六七八九十百\d]+节"),
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"（[一二三四五六七八九十]+）"),
    re.compile(r"\d+[.、](?!\d)"),
)
_HEADING_LENGTH = 45


def _level(paragraph: str) -> int | None:
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(paragraph)), None)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for paragraph in text.split("\n"):
        if paragraph:
            yield start, paragraph
        start += len(paragraph) + 1


def _is_title(paragraph: str) -> bool:
    return len(paragraph) <= 24 and not any(mark in paragraph for mark in "。，；、：")


def sentences(clean: CleanText) -> tuple[Sentence, ...]:
    """Split the text at 。！？； and paragraph ends, and follow the headings (第一章, 第一节, 一、, （一）, 1.)."""
    found: list[Sentence] = []
    headings: list[tuple[int, str]] = []
    for number, (start, paragraph) in enumerate(_paragraphs(clean.text)):
        level = _level(paragraph)
        if level is None and _is_title(paragraph):
            level = len(_LEVELS)
        if level is not None:
            heading = re.split(r"[。；]", paragraph, maxsplit=1)[0]
            headings = [(at, text) for at, text in headings if at < level]
            if len(heading) <= _HEADING_LENGTH:
                headings.append((level, heading))
        section = tuple(text for _, text in headings)
        for match in _STOP.finditer(paragraph):
            if match.group().strip("。！？；”’）》"):
                span = clean.span(start + match.start(), start + match.end())
                found.append(Sentence(span, section, number))
    return tuple(found)
