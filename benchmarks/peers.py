"""Extractions in; the cluster of every mention out, in the simple ways that resolution is measured against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.sparse.csgraph import connected_components

from graph.lexicon import regions
from graph.records import Extraction, Mention
from graph.resolution import resolve
from graph.resolution.names import canonical, key

__all__ = ["WAYS", "Found"]

Found = Mapping[Mention, str]
#: Names are similar that share so much of their pairs of characters (Jaccard): the best F1 of 0.4, 0.5, 0.6, 0.7.
SIMILAR = 0.5


def same_text(extractions: Sequence[Extraction]) -> Found:
    """Join mentions of one type and text."""
    return {m: f"{m.type} {m.text}" for extraction in extractions for m in extraction.mentions}


def same_name(extractions: Sequence[Extraction]) -> Found:
    """Join mentions of one type and canonical name, wherever they are."""
    return {m: _named(m, extraction) for extraction in extractions for m in extraction.mentions}


def same_name_and_region(extractions: Sequence[Extraction]) -> Found:
    """Join mentions of one type and canonical name in documents about one region; regions wherever they are."""
    return {
        m: _named(m, e) + ("" if m.type == "Region" or e.document.subject is None else e.document.subject.code)
        for e in extractions
        for m in e.mentions
    }


def _named(mention: Mention, extraction: Extraction) -> str:
    return f"{mention.type} {key(canonical(mention, extraction.document.subject))}"


def similar_name(extractions: Sequence[Extraction]) -> Found:
    """Join mentions of one type in documents of one city whose names share most of their pairs of characters."""
    blocks: dict[tuple[str, str], dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for extraction in extractions:
        subject = extraction.document.subject
        city = regions().chain(subject.code)[-2:][0].code if subject else ""
        for mention in extraction.mentions:
            everywhere = mention.type == "Region"
            name = key(canonical(mention, subject))
            blocks[mention.type, name if everywhere else city][name].append(mention)
    found: dict[Mention, str] = {}
    for block, named in blocks.items():
        for mentions, label in zip(named.values(), _components(list(named)), strict=True):
            found.update(dict.fromkeys(mentions, f"{block} {label}"))
    return found


def _components(names: Sequence[str]) -> Sequence[int]:
    """Return the number of the group of each name; names are in one group where a chain of similar ones links them."""
    columns: dict[str, int] = {}
    pairs = [{columns.setdefault(name[at : at + 2], len(columns)) for at in range(len(name))} for name in names]
    table = np.zeros((len(names), len(columns)), dtype=np.float32)
    for row, found in enumerate(pairs):
        table[row, list(found)] = 1
    common, sizes = table @ table.T, table.sum(axis=1)
    close = common / (sizes[:, None] + sizes[None, :] - common) >= SIMILAR
    labels: Sequence[int] = connected_components(close, directed=False)[1].tolist()
    return labels


def ours(extractions: Sequence[Extraction]) -> Found:
    """Resolve as the graph is built."""
    return resolve(extractions).of


WAYS: Mapping[str, Callable[[Sequence[Extraction]], Found]] = {
    "same text": same_text,
    "same name": same_name,
    "same name and region": same_name_and_region,
    "similar name, one city": similar_name,
    "RegionGraph": ours,
}
