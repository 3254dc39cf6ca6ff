"""Clean text and its sentences in; the figures of statistics that it states out, each with its year and basis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from graph.claims.fold import fold_amounts
from graph.claims.periods import Phase, phased, words_of, year_of
from graph.lexicon import cues, halves, heads
from graph.literals import Prefilter
from graph.mentions.gazetteer import locate
from graph.mentions.lists import split
from graph.patterns import RATIO
from graph.records import Claim, Mention, Quantity, Sentence, Span
from graph.rules import IndicatorRule, indicator_rules
from graph.text.clean import CleanText
from graph.values.numbers import Amount, ratio

__all__ = ["Figure", "claim_of", "figures", "observations", "region_of"]

#: How far behind the beginning of a figure's clause its region may stand (2023年甲市地区生产总值).
_BEFORE_NAME = 8
_SECTORS = ("第一产业比重", "第二产业比重", "第三产业比重")


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic with its value or growth or both, where it stands in the sentence, and the rule that found it."""

    name: str
    start: int
    rule: str
    value: Quantity | None = None
    growth: float | None = None
    bound: str = ""
    verbatim: str = ""
    verbatim_growth: str = ""


@cache
def _heads() -> tuple[str, ...]:
    return heads("indicator")


def _trimmed(words: str) -> str:
    """Return a name without the verbs and places before it and the adverbs behind it."""
    tail = re.compile(rf"(?:{words_of('period').pattern}|{words_of('reach').pattern})$")
    while (match := tail.search(words)) and not words.endswith(_heads()):
        words = words[: match.start()]
    for match in reversed(list(words_of("indicator-cut").finditer(words))):
        rest = words[match.end() :]
        if rest.endswith(_heads()) and len(rest) > 1 and rest[0] not in "率的比":
            words = rest
            break
    return (
        re.sub(r"^(?:[和及与、以其“”]|\d{4}年(?:度|末|底|全年)?|[\d.]+万?(?![\d年]))+", "", words)
        .replace("“", "")
        .replace("”", "")
    )


def _names(words: str) -> list[str]:
    """Return the names of a list; one without an ending of its own takes that of the last (社会保险和医疗保险人数)."""
    pieces = [words[a:b] for a, b in split(words, None)]
    if len(pieces) == 1:
        pieces = [piece for piece in re.split(r"[及与]", words) if piece]
        pieces = pieces if all(piece.endswith(_heads()) for piece in pieces) else [words]
    last = _trimmed(pieces[-1]) if pieces else ""
    if not last.endswith(_heads()) or last in cues("indicator-bare") or words_of("indicator-not").search(last):
        return []
    shared = next(head for head in _heads() if last.endswith(head))
    found = []
    for piece in pieces[:-1]:
        name = _trimmed(piece)
        overlap = next((n for n in range(len(shared), 0, -1) if name.endswith(shared[:n])), 0)
        found.append(name if name.endswith(_heads()) else name + shared[overlap:])
    return [*found, last]


class _Numbers:
    """The quantities of a folded sentence, by the place of their character."""

    def __init__(self, text: str, found: Sequence[tuple[Amount, str]]) -> None:
        places = [match.start() for match in re.finditer("[\ue100-\ue1fe]", text)]
        self._at = dict(zip(places, found, strict=True))

    def between(self, start: int, end: int) -> list[tuple[Amount, str]]:
        return [self._at[place] for place in sorted(self._at) if start <= place < end]


def _both(name: str) -> list[str]:
    """Return the two statistics that one name stands for (城乡居民收入), else the name."""
    for whole, first, second in halves():
        if whole in name:
            return [name.replace(whole, first), name.replace(whole, second)]
    return [name]


def _paired(
    names: Sequence[str], values: Sequence[tuple[Amount, str]], every: bool
) -> list[tuple[Amount, str] | None] | None:
    """Give every name its number; None where their counts do not fit."""
    if not values:
        return [None] * len(names)
    if len(values) == len(names):
        return list(values)
    return [values[0]] * len(names) if every and len(values) == 1 else None


def _figures_of(
    rule: IndicatorRule, match: re.Match[str], numbers: _Numbers, before: Sequence[str]
) -> Iterator[Figure]:
    groups = match.groupdict()
    values = numbers.between(*match.span("v")) if groups.get("v") else []
    growths = numbers.between(*match.span("g")) if groups.get("g") else []
    names = (
        _names(groups["n"])
        if groups.get("n")
        else [rule.name.format(before=n, whole=groups.get("whole")) for n in before]
    )
    if len(names) == 1 and len(values or growths) == 2:
        names = _both(names[0])
    every = bool(re.search("均|都", match.group()))
    if len(names) > 1 and len(values or growths) == 1 and not every:
        names = names[-1:]
    shares, rises = _paired(names, values, every), _paired(names, growths, every)
    if not names or shares is None or rises is None:
        return
    sign = -1.0 if groups.get("grow") and words_of("decline").fullmatch(groups["grow"]) else 1.0
    for name, share, rise in zip(names, shares, rises, strict=True):
        if (share and share[0].ranged) or (rise and rise[0].ranged):
            continue
        known = share or rise
        if known is None or (share and share[0].kind == "Percent" and not name.endswith(_rates())):
            continue
        yield Figure(
            name,
            match.start(),
            rule.id,
            share[0].quantity if share else None,
            sign * rise[0].quantity.value if rise else None,
            known[0].bound,
            share[1] if share else "",
            rise[1] if rise else "",
        )


@cache
def _rates() -> tuple[str, ...]:
    """Endings of statistics that are measured in percent."""
    return cues("rate")


def _structure(rule: IndicatorRule, text: str) -> Iterator[Figure]:
    """Yield the shares of the three sectors for every ratio that a clause about them holds."""
    folded = text
    spans = list(ratio(text))
    for start, end, _ in reversed(spans):
        folded = folded[:start] + RATIO + "\ue1fe" * (end - start - 1) + folded[end:]
    for start, end, parts in spans:
        if any(match.start() < start for match in rule.regex.finditer(folded[: start + 1])):
            for name, part in zip(_SECTORS, parts, strict=True):
                yield Figure(name, start, rule.id, Quantity(part, "%"), verbatim=text[start:end])


def figures(text: str, rules: Iterable[IndicatorRule] | None = None) -> list[Figure]:
    """Return the figures of one sentence, each statistic's value and growth together, in the order of the text.

    >>> [(f.name, f.value.value, f.growth) for f in figures("全市实现地区生产总值911.6亿元，增长6%。")]
    [('地区生产总值', 91160000000.0, 6.0)]
    """
    folded, amounts = fold_amounts(text)
    ratios = list(ratio(text))
    if not amounts and not ratios:
        return []
    numbers = _Numbers(folded, amounts)
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []
    chosen = _all_rules() if rules is None else _filtered(rules)
    for rule in chosen.may_match(folded + RATIO if ratios else folded):
        if "r" in rule.slots:
            found += _structure(rule, text)
            continue
        for match in rule.regex.finditer(folded) if amounts else ():
            numbered = [match.span(name) for name in ("v", "g") if name in rule.slots and match[name]]
            if any(a < end and start < b for a, b in taken for start, end in numbered):
                continue
            before = _before(found, match.start()) if "n" not in rule.slots else ()
            told = list(_figures_of(rule, match, numbers, before))
            taken += numbered if told else []
            found += told
    return _joined(sorted(found, key=lambda figure: figure.start))


def _filtered(rules: Iterable[IndicatorRule]) -> Prefilter[IndicatorRule]:
    return Prefilter((rule, rule.needs) for rule in rules)


@cache
def _all_rules() -> Prefilter[IndicatorRule]:
    return _filtered(indicator_rules())


def _before(found: Sequence[Figure], start: int) -> list[str]:
    """Return the names that the clause before a place speaks of."""
    places = [figure.start for figure in found if figure.start < start]
    return [figure.name for figure in found if figure.start == max(places, default=-1)]


def _joined(found: Sequence[Figure]) -> list[Figure]:
    """Join the value and the growth of one statistic that two clauses state (…增速分别为…，总量分别达到…)."""
    joined: list[Figure] = []
    for figure in found:
        for at, other in enumerate(joined):
            fits = (other.value is None) != (figure.value is None) and (other.growth is None) != (figure.growth is None)
            if other.name == figure.name and fits:
                both = (other, figure) if other.value else (figure, other)
                joined[at] = Figure(
                    other.name,
                    other.start,
                    other.rule,
                    both[0].value,
                    both[1].growth,
                    both[0].bound,
                    both[0].verbatim,
                    both[1].verbatim_growth,
                )
                break
        else:
            joined.append(figure)
    return joined


def observations(
    clean: CleanText, sentences: Sequence[Sentence], groups: Sequence[Sequence[Mention]], home: Mention | None
) -> Iterator[Claim]:
    """Yield an observation for every figure, of the region that opens the clause, else of the document's subject."""
    for (sentence, text, phase), mentions in zip(phased(clean, sentences), groups, strict=True):
        start = clean.position(sentence.span.start)
        for figure in figures(text):
            region = region_of(clean, mentions, start, text, figure, home)
            if region is not None:
                yield claim_of(region, figure, phase, text, sentence.span)


def region_of(
    clean: CleanText, mentions: Sequence[Mention], start: int, text: str, figure: Figure, home: Mention | None
) -> Mention | None:
    """Return the region that a statistic's name begins with or that opens its clause, else the document's subject."""
    subject = clean.document.subject
    clause = max(text.rfind(mark, 0, figure.start + 1) for mark in "，。；：") + 1
    for mention in mentions:
        at = clean.position(mention.span.start) - start
        if mention.type == "Region" and len(mention.text) > 1 and clause <= at <= figure.start + _BEFORE_NAME:
            opens = at == clause and len(mention.text) > 2
            if (opens or figure.name.startswith(mention.text)) and locate(mention.text, subject):
                return mention
    return home


def claim_of(region: Mention, figure: Figure, phase: Phase, text: str, span: Span) -> Claim:
    """Return the observation that a figure is, with the year and basis of the phase that it stands in."""
    at = text.find(figure.verbatim or figure.verbatim_growth, figure.start)
    named = year_of(text, at if at >= 0 else len(text))
    basis = phase.basis(text, named)
    name = figure.name.removeprefix(region.text)
    place = locate(region.text, phase.document.subject)
    if place is not None:
        name = name.removeprefix(place.name).removeprefix(place.short)
    told = {
        "indicator": name if len(name) > 1 and name not in cues("indicator-bare") else figure.name,
        "year": named or phase.assumed(basis),
        "basis": basis,
        "growth": figure.growth,
        "bound": figure.bound,
        "verbatim": "，".join(filter(None, (figure.verbatim, figure.verbatim_growth))),
    }
    kept = {key: value for key, value in told.items() if value not in (None, "")}
    return Claim(region, "observation", figure.value, span, figure.rule, True, kept)
