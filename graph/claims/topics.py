"""The folded sentences of a paragraph in; for any place in them the region or park that it is about out."""

from __future__ import annotations

import re
from functools import cache

from graph.claims.fold import Folded
from graph.patterns import fold_char, word_list
from graph.records import Mention

__all__ = ["Topic", "about", "entry_of", "is_particular", "topics"]

#: A sentence about a cluster that is no name, which ends what is said of the last one.
_ANOTHER = re.compile("[^，。]{0,14}集群，")
#: The label of a particular.
_PARTICULAR = re.compile("[\u4e00-\u9fff]{2,8}：")
#: A subject that stands no further from the beginning of a sentence opens it.
_OPENING = 4
#: Places in the folded text from which a topic holds, each with its mentions.
Topic = tuple[tuple[int, tuple[Mention, ...]], ...]


@cache
def _subject() -> re.Pattern[str]:
    """What sets a topic: a subject (s), a place leant on (t), a park worked on (w) or named (d), a label (l)."""
    region, park = fold_char("Region"), fold_char("Park")
    one = f"[{region}{park}]"
    verbs, works = ("|".join(map(re.escape, word_list(name))) for name in ("verb", "topic-work"))
    opening = "|".join(map(re.escape, word_list("topic-opening")))
    own = "|".join(map(re.escape, word_list("own-region")))
    return re.compile(
        rf"(?:^|[，。；])(?:{opening})?，?(?P<h>{own})(?!长|委|政府|人民|域|域性)"
        rf"|(?:^|[，。；：！？]|(?<![{region}{park}])、)(?:{opening})?，?(?P<s>{one}(?:[、和与]{one})*)(?:（[^（）。]{{1,24}}）)?(?:，|要|也|正|则|将)?(?={verbs})"
        rf"|^(?:\d{{1,2}}[.．、]|[（(]?[一二三四五六七八九十]{{1,2}}[）)、])?(?P<l>{one}(?:[、和与]{one}){{0,9}})："
        rf"|(?:^|[，；。])(?:把|将|依托|支持|推动|推进|以)(?P<t>{one}(?:[、和与]{one}){{0,9}})"
        r"(?:[两三四五六七八九十]大(?:园区|平台)?)?(?:加快|着力|大力|全力|积极)?(?=打造|建设成|作为|重点|建成|发展|做[强大优精特]|"
        rf"壮大|培育|布局|主攻|聚焦|突出|错位|联动|争先|争创|(?<={region})创建|(?<=[支持动进将把托以]{one})，)"
        rf"|(?:^|[，；。])(?:支持|推动|推进)(?P<p>{park})[^，。；]{{0,8}}，"
        rf"|^(?:{works})*(?P<w>{park})(?:建设|发展|提质|的?[^，。；]{{0,8}}作用)?，"
        rf"|(?:是|指|即|为|——)(?P<d>{park})。?$"
    )


def about(topic: Topic, at: int) -> tuple[Mention, ...]:
    """Return what a sentence is about at a place of its folded text."""
    return next((mentions for start, mentions in reversed(topic) if start <= at), ())


def entry_of(sentence: Folded) -> Mention | None:
    """Return the project that a sentence names by itself or before a colon: an entry of a list."""
    return sentence.mentions[0] if sentence.mentions and _item().match(sentence.text) else None


@cache
def _item() -> re.Pattern[str]:
    """An entry of a list of projects: a sentence that is a project's name and no more, or says more behind a colon."""
    return re.compile(
        rf"[^，。；]{{0,4}}[{fold_char('Project')}{fold_char('Park')}](?:建设|改造|示范)?(?:项目|工程)?(?:[。；：（]|$)"
    )


def is_particular(sentence: Folded) -> bool:
    """Tell whether a sentence opens with a label of what a list says of each entry (建设单位：, 总投资：)."""
    return bool(_PARTICULAR.match(sentence.text)) and entry_of(sentence) is None


def topics(sentences: list[Folded], default: Mention | None, entry_above: Mention | None = None) -> list[Topic]:
    """Return for each sentence of a paragraph where a new topic begins; the first is what it starts with.

    A subject at the head of a clause (甲区着力打造…) holds to the next one. The next sentence takes it over only where
    it was the one subject of its sentence and opened it; a sentence that names several places leaves none behind. A
    park that a sentence opens with as its object (高起点建设甲园，重点发展…) or names at its end (指甲园。) holds on.
    A cluster or industry that opens a sentence (甲集群，依托…; 甲产业方面，…) is a topic beside it in its paragraph,
    and so is a project that is an entry of a list, or that a sentence goes on about (该项目…); an entry holds on in the
    paragraphs of its particulars (建设单位：…).
    """
    home: tuple[Mention, ...] = (default,) if default else ()
    start = home
    cluster: tuple[Mention, ...] = (entry_above,) if entry_above else ()
    found: list[Topic] = []
    last: Mention | None = None
    for sentence in sentences:
        if sentence.text[:2] == f"{fold_char('Cluster')}，" or _field().match(sentence.text):
            cluster = sentence.within(0, 1)
        elif last and _that().search(sentence.text):
            cluster = (last,)
        elif _ANOTHER.match(sentence.text):
            cluster = ()
        elif entry := entry_of(sentence):
            cluster = (entry,)
        places = [(0, start)]
        for match in _subject().finditer(sentence.text):
            group = next(name for name in ("h", "s", "l", "p", "t", "w", "d") if match[name])
            mentions = home if group == "h" else sentence.within(*match.span(group))
            # What is done to a park is said of the region: the park is the topic only behind its own name.
            places.append((match.end(group) if group in "wdp" else match.start(group), mentions))
        found.append(tuple((at, (*mentions, *cluster)) for at, mentions in places))
        last = next((one for one in reversed(sentence.mentions) if one.type == "Project"), last)
        opens = len(places) == 2 and (places[1][0] <= _OPENING or _holds(sentence, places[1][0]))
        if label := _label(sentence):
            home = start = label
        elif opens and len(places[1][1]) == 1:
            start = places[1][1]
        elif len(places) > 1:
            start = home
    return found


@cache
def _field() -> re.Pattern[str]:
    """A sentence that opens with the industry it is about (甲产业方面，…)."""
    return re.compile(rf"{fold_char('Industry')}(?:产业|领域)?(?:上|方面|领域)，")


@cache
def _that() -> re.Pattern[str]:
    """A sentence about the project that was named last."""
    return re.compile("(?:^|，)(?:该|这一|这个|此)(?:项目|工程)")


def _label(sentence: Folded) -> tuple[Mention, ...]:
    """Return the places that a paragraph is labelled with: 甲区：……, which holds to its end."""
    match = _subject().match(sentence.text)
    return sentence.within(*match.span("l")) if match and match["l"] else ()


def _holds(sentence: Folded, at: int) -> bool:
    """Tell whether the topic that begins at a place was set by its naming or by work on it."""
    return any(
        match.end(name) == at for match in _subject().finditer(sentence.text) for name in ("w", "d") if match[name]
    )
