"""A sentence with its mentions in; the sentence with every mention folded into one character out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph.lexicon import regions
from graph.mentions.gazetteer import locate
from graph.patterns import amount_char, fold_char, word_list
from graph.records import TYPES, Document, Mention
from graph.text.clean import CleanText
from graph.values.numbers import KINDS, Amount, amounts

__all__ = ["ANY", "Folded", "fold", "fold_amounts"]

#: A character class body that matches any folded mention.
ANY = f"{fold_char(TYPES[0])}-{fold_char(TYPES[-1])}"
_MENTION = re.compile(f"[{ANY}]")
_AMOUNT = re.compile("[" + "".join(map(amount_char, KINDS)) + "]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded sentence: `text`, and the mentions and quantities that its folded characters stand for, in order."""

    text: str
    mentions: tuple[Mention, ...]
    quantities: tuple[tuple[Amount, str], ...] = ()

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that stand between two positions of the folded text."""
        first = len(_MENTION.findall(self.text, 0, start))
        return self.mentions[first : first + len(_MENTION.findall(self.text, start, end))]

    def amount(self, start: int) -> tuple[Amount, str]:
        """Return the quantity whose character stands at a position of the folded text, and how the text writes it."""
        return self.quantities[len(_AMOUNT.findall(self.text, 0, start))]


def fold_amounts(text: str) -> tuple[str, tuple[tuple[Amount, str], ...]]:
    """Fold the quantities of a text, but for plain counts, into one character each.

    >>> fold_amounts("总投资56亿元")[1][0][1]
    '56亿元'
    """
    found = [amount for amount in amounts(text) if amount.kind != "Count"]
    pieces, at = [], 0
    for amount in found:
        pieces += [text[at : amount.start], amount_char(amount.kind)]
        at = amount.end
    return "".join([*pieces, text[at:]]), tuple((amount, text[amount.start : amount.end]) for amount in found)


@cache
def _closing() -> re.Pattern[str]:
    """What closes a list of mentions and adds nothing to it: 等5家骨干企业, 等一批重点项目."""
    names = ("project-list", "firm-list", "park-list", "industry-list", "org-list")
    heads = "|".join(re.escape(word) for name in names for word in word_list(name))
    return re.compile(f"(?<=[{ANY}])等(?:[^{ANY}，。；、]{{0,10}}?(?:{heads}))?")


def _extent(clean: CleanText, mention: Mention, following: int) -> tuple[int, int]:
    """Return where a mention stands in the clean text, with the head of its list where it is the last item."""
    start, end = clean.position(mention.span.start), clean.position(mention.span.end - 1) + 1
    if mention.parts and mention.parts[-1].start >= mention.span.end:
        tail = clean.position(mention.parts[-1].end - 1) + 1
        if following >= tail:
            end = tail
    return start, end


def _same_place(outer: Mention, inner: Mention, document: Document) -> bool:
    """Tell whether two regions written without a mark between them are a chain from the outer to the inner."""
    if outer.type != "Region" or inner.type != "Region":
        return False
    place, within = locate(outer.text, document.subject), locate(inner.text, document.subject)
    return place is not None and within is not None and place in regions().chain(within.code)[1:]


def fold(clean: CleanText, start: int, end: int, mentions: Sequence[Mention]) -> Folded:
    """Fold the mentions of the clean text between start and end; one inside another is left out."""
    pieces: list[str] = []
    kept: list[Mention] = []
    at = start
    for number, mention in enumerate(mentions):
        first = clean.position(mention.span.start)
        if first < at:
            continue
        later = (clean.position(other.span.start) for other in mentions[number + 1 :])
        following = next((place for place in later if place >= clean.position(mention.span.end - 1) + 1), end + 1)
        first, last = _extent(clean, mention, following)
        if kept and first == at and _same_place(kept[-1], mention, clean.document):
            kept[-1], at = mention, last  # 甲省乙市丙区 is one place, the innermost
            continue
        pieces += [clean.text[at:first], fold_char(mention.type)]
        kept.append(mention)
        at = last
    text = "".join([*pieces, clean.text[at:end]])
    for mark in "“”":
        text = text.replace(mark, "")
    text, quantities = fold_amounts(_closing().sub("", text))
    return Folded(text, tuple(kept), quantities)
