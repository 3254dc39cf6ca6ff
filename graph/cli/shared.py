"""What all commands share: the application, its common options and the way that examples are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["SHOWN", "Out", "Subject", "Year", "app", "epilog"]

app = typer.Typer(
    help="Build and ask a knowledge graph of regions, parks, companies, clusters, projects and strategies "
    "from Chinese government documents. 从政府与经济文件构建知识图谱。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
Out = Annotated[Path, typer.Option("--out", help="The folder that a build wrote.", show_default=True)]
Subject = Annotated[
    str | None, typer.Option(help="The region that the documents report on, by name or GB/T 2260 code.")
]
Year = Annotated[int | None, typer.Option(help="The year of the documents.", min=1949, max=2100)]
#: How many violations are shown.
SHOWN = 50


def epilog(*examples: str) -> str:
    """Return examples as the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)
