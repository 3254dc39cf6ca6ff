"""The folded sentences of a paragraph in; for any place in them the region or park that it is about out."""

from __future__ import annotations

import re
from functools import cache

from graph.claims.fold import Folded
from graph.patterns import fold_char, word_list
from graph.records import Mention

__all__ = ["Topic", "topics"]

#: A subject that stands no further from the beginning of a sentence opens it.
_OPENING = 4
#: Places in the folded text from which a topic holds, each with its mentions.
Topic = tuple[tuple[int, tuple[Mention, ...]], ...]


@cache
def _subject() -> re.Pattern[str]:
    one = f"[{fold_char('Region')}{fold_char('Park')}]"
    verbs = "|".join(map(re.escape, word_list("verb")))
    return re.compile(
        rf"(?:^|[，。；：！？])(?:[①-⑳]|——|目前|今年|近年来|其中|同时|当前)?，?(?P<s>{one}(?:[、和与]{one})*)(?:，|要|也|正|则|将)?(?={verbs})"
        rf"|(?:^|[，；。])(?:把|将|依托|支持|推动|推进|以)(?P<t>{one})(?=打造|建设成|作为|重点|建成|，)"
    )


def topics(sentences: list[Folded], default: Mention | None) -> list[Topic]:
    """Return for each sentence of a paragraph where a new topic begins; the first is what it starts with.

    A subject at the head of a clause (甲区着力打造…) holds to the next one. The next sentence takes it over only where
    it was the one subject of its sentence and opened it; a sentence that names several places leaves none behind.
    """
    home: tuple[Mention, ...] = (default,) if default else ()
    start = home
    found: list[Topic] = []
    for sentence in sentences:
        places = [(0, start)]
        for match in _subject().finditer(sentence.text):
            group = "s" if match["s"] else "t"
            places.append((match.start(group), sentence.within(*match.span(group))))
        found.append(tuple(places))
        opens = len(places) == 2 and places[1][0] <= _OPENING
        if opens:
            start = places[1][1]
        elif len(places) > 1:
            start = home
    return found
