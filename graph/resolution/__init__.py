"""The extractions of all documents in; which mention stands for which entity out."""

from __future__ import annotations

from graph.resolution.link import resolve

__all__ = ["resolve"]
