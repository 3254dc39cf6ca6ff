"""A graph in; the same graph as tools, resources and prompts of the Model Context Protocol, for assistants, out.

Needs the extra `regiongraph[mcp]` (the official Python SDK); nothing of it loads before `regiongraph mcp` starts.
"""

from __future__ import annotations

__all__: list[str] = []
