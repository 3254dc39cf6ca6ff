"""Paths and bytes in; the text of a document as it was read out."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from graph.errors import DocumentError

__all__ = ["decode", "find", "read"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SUFFIXES = {".txt"}
_LEAST_CHINESE = 0.2


def _utf16_without_mark(raw: bytes) -> str | None:
    """Return the byte order of UTF-16 where every other byte of the Latin part is zero."""
    head = raw[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(raw) % 2 == 0 and even + odd > 0:
        if odd > 4 * even:
            return "utf-16-le"
        if even > 4 * odd:
            return "utf-16-be"
    return None


def _candidates(raw: bytes) -> Iterator[tuple[bytes, str]]:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            yield raw[len(mark) :], encoding
            return
    yield raw, "utf-8"
    if encoding16 := _utf16_without_mark(raw):
        yield raw, encoding16
    yield raw, "gb18030"
    best = from_bytes(raw[:200_000]).best()
    if best is not None:
        yield raw, best.encoding


def decode(raw: bytes, name: str = "document") -> str:
    """Decode a document: by its byte order mark, else UTF-8, UTF-16, GB18030, else the most likely encoding.

    Raises DocumentError where the bytes are no text or hold no Chinese.

    >>> decode("凌河区2024年政府工作报告全文".encode("gb18030"))
    '凌河区2024年政府工作报告全文'
    """
    if not raw.strip():
        raise DocumentError(f"{name}: is empty; nothing to read")
    for body, encoding in _candidates(raw):
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _is_text(text):
            return _chinese(text, name)
    raise DocumentError(f"{name}: is binary or in an unknown encoding; save it as UTF-8 text")


def _is_text(text: str) -> bool:
    control = sum(char < " " and char not in "\t\n\r\f\x1b" for char in text[:20_000])
    private = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" for char in text[:20_000])
    return control <= len(text[:20_000]) // 1000 and private <= len(text[:20_000]) // 50


def _chinese(text: str, name: str) -> str:
    if not text.strip():
        raise DocumentError(f"{name}: is empty; nothing to read")
    letters = sum(char.isalpha() for char in text)
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in text)
    if chinese < max(10, _LEAST_CHINESE * letters):
        raise DocumentError(f"{name}: holds {chinese} Chinese characters among {letters} letters; give Chinese text")
    return text


def read(path: Path) -> str:
    """Read a document; its line breaks stay as they are, only a byte order mark is dropped."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror}); check the file and its permissions") from error
    return decode(raw, str(path))


def find(inputs: Iterable[str | Path]) -> list[Path]:
    """Return the documents among files and folders, sorted, each once; hidden files and other formats are left out.

    Raises DocumentError where an input does not exist or none holds a document.
    """
    found: dict[Path, None] = {}
    for given in map(Path, inputs):
        if not given.exists():
            raise DocumentError(f"{given}: no such file or folder; check the path")
        if given.is_dir():
            found.update(dict.fromkeys(_below(given, set())))
        else:
            found[given] = None
    if not found:
        raise DocumentError("no .txt document in the inputs; give files or folders that hold some")
    return sorted(found)


def _below(folder: Path, seen: set[Path]) -> Iterator[Path]:
    """Yield the documents below a folder; a link back to a folder above it is not followed again."""
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _below(path, seen)
        elif path.suffix.lower() in _SUFFIXES:
            yield path
