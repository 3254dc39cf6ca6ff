"""Clean text and the names that stand in; phases that only a number names out (甲核电一期开工，二期建设)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.mentions.found import Found

__all__ = ["later_phases"]

_PHASE = re.compile(
    r"(?<=[，；、。和及与])([二三四五六]期)(?=工程|项目|建设|加快|开工|投|竣|完|主|全|建|前期|，|、|。|；|等|正|顺)"
)
_NUMBERED = re.compile(r"[一二三四五六]期(?:工程|项目)?$")
#: How far before it the works may stand whose phase it is.
_REACH = 60


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
            stem = (first.start, number.start() if number else first.end)
            if stem[1] - stem[0] > 1:
                yield Found(match.start(), match.end(), "Project", "project.later-phase", 57, lead=stem)
