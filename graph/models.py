"""The file of a conditional random field in; what applies it to sequences out."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["tagger"]


@cache
def tagger(path: Path) -> Any:
    """Return python-crfsuite's tagger with the model of a file; it is loaded once."""
    module: Any = import_module("pycrfsuite")  # has no type stubs
    opened = module.Tagger()
    opened.open(str(path))
    return opened
