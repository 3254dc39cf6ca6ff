"""The commands of regiongraph: results go to stdout, progress and messages to stderr; exit 0, 1 or 2."""

from __future__ import annotations

from collections.abc import Sequence

from graph.cli import asking, assistant, bank, building, comparing, ledger, merging, serving
from graph.cli.shared import app
from graph.terminal import err

__all__ = ["app", "asking", "assistant", "bank", "building", "comparing", "ledger", "main", "merging", "serving"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; `arguments` stand in for those of the command line."""
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="regiongraph")
    except KeyboardInterrupt:
        err().print("regiongraph: stopped; the last output is as it was", style="red")
        raise SystemExit(130) from None
