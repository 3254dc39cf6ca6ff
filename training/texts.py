"""Marked passages in; their texts, names and facts out.

A passage begins with a line `# 1 宜昌市 报告`: its number, place and genre. Its paragraphs follow, one a line, in which
every name is marked with its type: [甲山产业园|园]. Then come its facts, where it has any:

    > 甲公司 | undertakes | 甲公司年产5万吨铜箔
    > 甲山产业园 | status | operating
    > 甲化工集团有限公司 = 甲化工
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pycrfsuite

from graph.errors import DocumentError
from graph.ontology import ontology

PASSAGES = Path(__file__).parent / "passages"
#: Passages whose names were replaced by made-up ones: what is said of things is learnt from them, not how names look.
FOLDED = Path(__file__).parent / "folded"
IN_VIEW = Path(__file__).parent.parent / "tests" / "passages"
#: The documents of tests/passages that no rule was written with, and that nothing is learnt from.
UNSEEN = ("a02", "b03", "c02", "d03", "f03")
TYPES = {
    "区": "Region",
    "园": "Park",
    "企": "Company",
    "机": "Organization",
    "群": "Cluster",
    "业": "Industry",
    "项": "Project",
    "施": "Facility",
    "策": "Strategy",
    "位": "Positioning",
}
_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]*)\]")


@dataclass
class Passage:
    """A text, its place, where its names stand, the facts about them, and groups of names for one thing."""

    place: str
    text: str = ""
    names: list[tuple[int, int, str]] = field(default_factory=list)
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    same: list[list[str]] = field(default_factory=list)

    def add(self, line: str, where: str) -> None:
        """Add a paragraph or a fact; raises DocumentError, with `where`, for bad markup."""
        if line.startswith(">"):
            self._add_fact(line, where)
            return
        at = 0
        for mark in _MARK.finditer(line):
            if mark[2] not in TYPES:
                raise DocumentError(f"{where}: {mark[0]} has no known type; use {' '.join(TYPES)}")
            self.text += line[at : mark.start()]
            self.names.append((len(self.text), len(self.text) + len(mark[1]), TYPES[mark[2]]))
            self.text, at = self.text + mark[1], mark.end()
        self.text += line[at:] + "\n"

    def _add_fact(self, line: str, where: str) -> None:
        parts = [part.strip() for part in line[1:].split("|")]
        known = ontology()
        if len(parts) == 3 and parts[1] in (*known.relations, *known.attributes):
            self.facts.append((parts[0], parts[1], parts[2]))
        elif len(parts) == 1 and "=" in parts[0]:
            self.same.append([name.strip() for name in parts[0].split("=")])
        else:
            raise DocumentError(f"{where}: is no fact; write > 甲 | locatedIn | 乙, or > 甲有限公司 = 甲")


def read(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file; raises DocumentError, with the line, for bad markup."""
    passage: Passage | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            if passage and passage.text:
                yield passage
            passage = Passage(re.sub(r"^#\s*\d*\s*", "", line).split(" ")[0])
        elif line.strip():
            if passage is None:
                raise DocumentError(f"{path}:{number}: stands before the first passage; begin it with # 1 place genre")
            passage.add(line.strip(), f"{path}:{number}")
    if passage and passage.text:
        yield passage


def passages(folder: Path = PASSAGES) -> Iterator[Passage]:
    """Yield the marked passages of a folder."""
    for path in sorted(folder.glob("*.txt")):
        yield from read(path)


def golds() -> Iterator[Path]:
    """Yield the files of expected facts of the documents in tests/passages that may be learnt from."""
    for path in sorted((IN_VIEW / "gold").glob("*.jsonl")):
        if path.stem not in UNSEEN:
            yield path


def fit(examples: Iterable[tuple[list[list[str]], list[str]]], parameters: Mapping[str, float], out: Path) -> int:
    """Train on sequences, each the features and the labels of its items, and write the model; return how many items."""
    trainer = pycrfsuite.Trainer(verbose=False)  # type: ignore[attr-defined]
    trainer.set_params(parameters)
    items = 0
    for features, labels in examples:
        trainer.append(features, labels)
        items += len(labels)
    new = out.with_name(f".{out.name}.new")
    trainer.train(str(new))
    new.replace(out)
    return items
