"""The folded sentences of a paragraph in; for any place in them the region or park that it is about out."""

from __future__ import annotations

import re
from functools import cache

from graph.claims.fold import Folded
from graph.records import Mention
from graph.rules import fold_char, word_list

__all__ = ["Topic", "topics"]

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

    A subject at the head of a clause (甲区着力打造…) holds until the next one, across the sentences of its paragraph.
    """
    current = (default,) if default else ()
    found: list[Topic] = []
    for sentence in sentences:
        places = [(0, current)]
        for match in _subject().finditer(sentence.text):
            group = "s" if match["s"] else "t"
            current = sentence.within(*match.span(group))
            places.append((match.start(group), current))
        found.append(tuple(places))
    return found
