"""A path in; the document that it holds out, with title, subject region, year, date and genre."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from graph.documents.dated import date_of
from graph.documents.metadata import describe, region_named
from graph.documents.read import find, read
from graph.records import Document

__all__ = ["document", "find", "load"]

#: Halves of characters, which no file can hold, take the place of bytes that a shell could not read.
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile(r"[^\w\u4e00-\u9fff-]+")


def document(
    text: str, path: str = "", *, name: str = "document", subject: str | None = None, year: int | None = None
) -> Document:
    """Make a document of a text; `subject` and `year` override what its head says.

    The id is made of the name and of a hash of the text: the same file gives the same id wherever it lies.
    """
    text = _SURROGATES.sub("\ufffd", text)
    found = describe(text, name)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    stem = _UNSAFE.sub("-", name).strip("-")[:60] or "document"
    region = region_named(subject) if subject else found.subject
    zone = "" if subject else found.zone
    about = year or found.year
    day = date_of(text, about)
    return Document(f"{stem}-{digest}", path, found.title, region, about, found.genre, text, zone, day)


def load(path: Path, *, subject: str | None = None, year: int | None = None) -> Document:
    """Read a document and describe it; raises DocumentError where it cannot be read."""
    return document(read(path), str(path), name=path.stem, subject=subject, year=year)
