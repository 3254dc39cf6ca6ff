"""Clean text and the names that stand in; phases that only a number names out (甲核电一期开工，二期建设)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.mentions.found import Found

__all__ = ["full_phases", "later_phases"]

_PHASE = re.compile(
    r"(?<=[，；、。和及与])([二三四五六]期)(?=工程|项目|建设|加快|开工|投|竣|完|主|全|建|前期|，|、|。|；|等|正|顺)"
)
_NUMBERED = re.compile(r"[一二三四五六]期(?:工程|项目)?$")
#: How far before it the works may stand whose phase it is.
_REACH = 60
_SHORTEST = 2


def later_phases(text: str, standing: Sequence[Found]) -> Iterator[Found]:
    """Yield a phase that stands by itself, with the name of the works whose earlier phase was named last before it."""
    phased = [name for name in standing if name.type == "Project" and _NUMBERED.search(text, name.start, name.end)]
    for match in _PHASE.finditer(text):
        if any(name.start <= match.start() < name.end for name in standing):
            continue
        before = [n for n in phased if match.start() - _REACH < n.end <= match.start() and n.tail is None]
        if before and "\n" not in text[before[-1].end : match.start()]:
            first = before[-1]
            number = _NUMBERED.search(text, first.start, first.end)
            own = (number.start() if number else first.end) - first.start
            # The stem of a phase with a lead is the site's name, which goes on behind the lead.
            stem = (first.lead[0], first.lead[1] + own) if first.lead else (first.start, first.start + own)
            if stem[1] - stem[0] > 1:
                yield Found(match.start(), match.end(), "Project", "project.later-phase", 57, lead=stem)


def full_phases(text: str, standing: Sequence[Found]) -> Iterator[Found]:
    """Yield the phases of a site that is named in short (粮库二期), with the one full name that ends so."""
    sites = {text[f.start : f.end] for f in standing if f.type in ("Park", "Project", "Facility") and f.tail is None}
    places = {text[f.start : f.end]: (f.start, f.end) for f in reversed(standing) if f.tail is None}
    for name in standing:
        number = _NUMBERED.search(text, name.start, name.end) if name.type == "Project" and not name.tail else None
        stem = text[name.start : number.start()] if number else ""
        if len(stem) < _SHORTEST or stem in sites:
            continue
        full = {site for site in sites if site.endswith(stem) and len(site) > len(stem)}
        if len(full) == 1:
            start, end = places[full.pop()]
            lead = (start, end - len(stem))
            yield Found(name.start, name.end, "Project", "project.full-phase", name.priority + 1, lead=lead)
