"""The commands, where they are called as `python -m graph`."""

from __future__ import annotations

from graph.cli import main

if __name__ == "__main__":
    main()
