"""A mention in; the canonical form of its name, the key that namesakes share and its other spellings out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from graph.mentions.gazetteer import locate
from graph.records import Mention, Region

__all__ = ["canonical", "key", "nested", "spellings"]

_SIZE = re.compile(
    r"(?:\d+|[两三四五六七八九十])?[个大条]?(?:[\d.]*[十百千万]*亿元?级|[\d.]+[十百千万]?亿元?级?|[百千万]亿元?级?|国家级|省级|世界级|市级)"
)
_TRAILING = re.compile(r"(?:等)?(?:重点|重大)?(?:建设项目|建设工程|项目建设|工程建设|项目|工程)$")
#: What a strategy's name quotes is a name as well: “双减” of “双减”政策.
_QUOTED = re.compile("“([^“”]{2,})”[^“”]{1,6}$")
_IGNORED = re.compile(r"[\s\"'“”‘’「」《》<>·•﹒.\-—–~]")


def key(text: str) -> str:
    """Return the name without what spelling varies in: width, spaces, quotation marks, dots.

    >>> key("“江海”协作 经济产业园") == key("江海协作经济产业园")
    True
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text))


def canonical(mention: Mention, subject: Region | None, year: int | None = None) -> str:
    """Return the name an entity goes by: official for regions, without sizes for clusters, without 项目 for projects.

    `year` is the document's: it tells which of two namesakes was there then.

    >>> from graph.records import Span
    >>> canonical(Mention(Span("d", 0, 9), "Cluster", "木业家居千亿级产业集群", "r"), None)
    '木业家居产业集群'
    """
    text = mention.text
    if mention.type == "Region":
        region = locate(text, subject, year)
        return region.name if region else text
    if mention.type in ("Cluster", "Industry"):
        return _SIZE.sub("", text).replace("产业产业", "产业") or text
    if mention.type == "Project":
        bare = _TRAILING.sub("", text)
        return bare if len(bare) > 2 else text
    return (
        text.strip("“”《》")
        if text.count("“") + text.count("《") == 1 and text[0] in "“《" and text[-1] in "”》"
        else text
    )


def spellings(mention: Mention, name: str) -> set[str]:
    """Return the further forms under which a reader may look a mention up, beside its canonical name."""
    found = {mention.text}
    if mention.type == "Positioning" and "的" in name[:-2]:
        found.add(name.rsplit("的", 1)[1])
    if mention.type == "Strategy" and (quoted := _QUOTED.match(mention.text)):
        found.add(quoted[1])
    return {form for form in found if form and form != name}


def nested(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether the characters of one sequence of words stand in the other in their order, as short forms go.

    >>> nested(("科技",), ("新材料", "科技")), nested(("机电",), ("机械", "电子")), nested(("化工",), ("科技",))
    (True, True, False)
    """
    short, long = sorted(("".join(one), "".join(other)), key=len)
    rest = iter(long)
    return all(character in rest for character in short)
