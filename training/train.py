"""Rebuild the sequence labeller of names from the passages beside this script.

    python training/train.py [--out graph/grammar/labels.crf]

A passage is plain text in which every name is marked with its type: [甲山产业园|园]. Lines that begin with # name the place
and genre of the passage below. The labeller sees what the rules find in the passages, so it is to be rebuilt after larger
changes of the rules.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite

from graph.documents import document
from graph.errors import DocumentError
from graph.mentions import extents, ruled
from graph.mentions.found import Found
from graph.mentions.labels import MODEL, features, tags_of
from graph.text.clean import clean
from graph.text.sentences import sentences

PASSAGES = Path(__file__).parent / "passages"
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
#: Weights of the penalties on the sum and on the squares of the parameters, and rounds of the optimiser.
PARAMETERS = {"c1": 0.2, "c2": 0.05, "max_iterations": 120}

Sequence = tuple[str, list[str], list[str]]


def read(path: Path) -> Iterator[tuple[str, str, list[tuple[int, int, str]]]]:
    """Yield the place, text and marked names of every passage of a file; raises DocumentError for bad markup."""
    place, text, names = "", "", list[tuple[int, int, str]]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            if text:
                yield place, text, names
            place, text, names = re.sub(r"^#\s*\d*\s*", "", line).split(" ")[0], "", []
        elif line.strip():
            at = 0
            for mark in _MARK.finditer(line):
                if mark[2] not in TYPES:
                    raise DocumentError(f"{path}:{number}: {mark[0]} has no known type; use {' '.join(TYPES)}")
                text += line[at : mark.start()]
                names.append((len(text), len(text) + len(mark[1]), TYPES[mark[2]]))
                text, at = text + mark[1], mark.end()
            text += line[at:] + "\n"
    if text:
        yield place, text, names


def sequences(place: str, text: str, names: list[tuple[int, int, str]]) -> Iterator[Sequence]:
    """Yield the sentences of a passage: the characters, the tags of what rules find, the tags of what is marked."""
    title = f"{place}\n"
    cleaned = clean(document(title + text, name="passage"))
    split = extents(cleaned, sentences(cleaned))
    told = tags_of(len(cleaned.text), ruled(cleaned, split))
    marked = [
        Found(cleaned.position(start + len(title)), cleaned.position(end + len(title) - 1) + 1, kind, "marked", 1)
        for start, end, kind in names
    ]
    right = tags_of(len(cleaned.text), marked)
    for start, end in split:
        yield cleaned.text[start:end], told[start:end], right[start:end]


def train(paths: list[Path], out: Path) -> int:
    """Train the labeller on the passages of some files and write its model; return how many characters they hold."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(PARAMETERS)
    characters = 0
    for path in paths:
        for passage in read(path):
            for text, told, right in sequences(*passage):
                trainer.append(features(text, told), right)
                characters += len(text)
    new = out.with_name(f".{out.name}.new")
    trainer.train(str(new))
    new.replace(out)
    return characters


def main() -> None:
    """Train on all passages and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    characters = train(sorted(PASSAGES.glob("*.txt")), options.out)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes from {characters:,} characters")


if __name__ == "__main__":
    main()
