"""The main job: documents in, graph and pages out. Usage: python build_graph.py INPUT... --out DIR."""

from __future__ import annotations

import sys

from graph.cli import main

if __name__ == "__main__":
    main(["build", *sys.argv[1:]])
