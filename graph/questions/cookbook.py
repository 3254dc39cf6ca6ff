"""The question bank and the graph of the samples in; docs/sparql-cookbook.md out.

Run it as `python -m graph.questions.cookbook out docs/sparql-cookbook.md`.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from graph.errors import StoreError
from graph.questions.answer import Answer, ask
from graph.questions.read import Question, questions
from graph.remote import Source
from graph.store import open_store

__all__ = ["cookbook", "parameters_of"]

#: How many rows of an answer are shown.
_ROWS = 5
_HEAD = """# SPARQL cookbook

问题库中的每个问题：问法、命令、SPARQL，以及在示例文件上的前几行答案。
本页由 [graph/queries/](../graph/queries/README.md) 生成。

Every question of the bank: what it asks, the command, the SPARQL, and the first rows of its answer on the sample
documents. This page is made from [graph/queries/](../graph/queries/README.md). The SPARQL is what `--sparql` prints; it
runs as it is with `regiongraph query -f`, in Python with `kg.query`, and on any SPARQL 1.1 server once the prefixes
stand in front. Answers hold what was found in the documents, mistakes included: `--evidence` shows the sentences.
"""


def parameters_of(example: str) -> dict[str, str]:
    """Return the parameters that a command gives.

    >>> parameters_of("--region 凌河区 --year 2025")
    {'region': '凌河区', 'year': '2025'}
    """
    words = shlex.split(example)
    return {word.removeprefix("--"): value for word, value in zip(words[::2], words[1::2], strict=True)}


def cookbook(store: Source) -> str:
    """Return the cookbook, with answers from the graph of the sample documents."""
    groups = [(group, list(found)) for group, found in groupby(questions().values(), key=lambda one: one.group)]
    lines = [_HEAD]
    for group, found in groups:
        named = " · ".join(f"[{one.id}](#{one.id})" for one in found)
        lines.append(f"- **{group.partition(' ')[2]}**: {named}")
    for group, found in groups:
        lines += ["", f"## {group.partition(' ')[2]}"]
        for one in found:
            lines += _recipe(store, one)
    return "\n".join(lines) + "\n"


def _recipe(store: Source, asked: Question) -> Iterator[str]:
    example = asked.examples[0] if asked.examples else ""
    try:
        answer = ask(store, asked.id, evidence=False, **parameters_of(example))
    except StoreError:  # the samples do not name what the example asks about
        answer = None
    yield from ("", f"### {asked.id}", "", f"{asked.zh}  ", asked.en, "")
    for note in asked.notes:
        yield from (note, "")
    yield from ("```sh", f"regiongraph ask {asked.id} {example}".rstrip(), "```", "")
    yield from ("```sparql", (answer.sparql if answer else asked.sparql).rstrip(), "```", "")
    if answer and answer.rows:
        yield from _rows(answer)
    else:
        yield "示例文件中没有。 Nothing on the samples."


def _rows(answer: Answer) -> Iterator[str]:
    yield "| " + " | ".join(answer.heads()) + " |"
    yield "| " + " | ".join("---" for _ in answer.columns) + " |"
    for row in answer.rows[:_ROWS]:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    if len(answer) > _ROWS:
        yield from ("", f"… 共 {len(answer)} 行 rows")


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(cookbook(open_store(Path(sys.argv[1]))), encoding="utf-8")
