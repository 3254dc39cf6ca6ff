"""Ids in; IRIs out. The same thing always has the same IRI, and Chinese stays readable in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from graph.errors import GraphError

__all__ = ["BASE", "PREFIXES", "PROV", "RDF", "RG", "SKOS", "XSD", "checked_base", "iri", "sentence_id", "statement_id"]

BASE = "https://w3id.org/regiongraph/id/"
RG = "https://w3id.org/regiongraph/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "rg": RG,
    "id": BASE,
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": SKOS,
    "prov": PROV,
    "dct": "http://purl.org/dc/terms/",
    "xsd": XSD,
    "ind": "https://w3id.org/regiongraph/industries#",
}
#: What RFC 3987 does not allow in a path, and what would read as a query or a fragment.
_ESCAPED = frozenset(' "<>\\^`{|}%?#[]')
#: That and controls, private use, surrogates and non-characters.
_NOT_PERMITTED = re.compile(
    r"[^!-~\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000dffff]"
    + r'|[ "<>\\^`{|}%?#\[\]]'
    + "|["
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 14))
    + "]"
)


def checked_base(base: str) -> str:
    """Return a base that IRIs can begin with; raises GraphError for one that is no absolute IRI.

    >>> checked_base("https://example.org/id")
    'https://example.org/id/'
    """
    scheme, mark, rest = base.partition("://")
    if (
        not mark
        or not scheme.isalnum()
        or not rest.strip("/")
        or any(c in _ESCAPED or c.isspace() for c in base.rstrip("#"))
    ):
        raise GraphError(f"--base {base}: is no absolute IRI; give one such as https://example.org/id/")
    return base if base.endswith(("/", "#")) else base + "/"


def iri(base: str, local: str) -> str:
    """Join a base and an id, escaping only what an IRI may not hold (RFC 3987).

    >>> iri("https://example.org/", "park/210703-紫荆 园")
    'https://example.org/park/210703-紫荆%20园'
    """
    return base + _NOT_PERMITTED.sub(_escape, local)


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "surrogatepass"))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def statement_id(subject: str, predicate: str, value: str) -> str:
    """Return the id of the statement about a fact."""
    return "statement/" + _digest((subject, predicate, value))


def sentence_id(document: str, start: int, end: int) -> str:
    """Return the id of a sentence.

    >>> sentence_id("report-1a2b3c4d", 3, 17)
    'sentence/report-1a2b3c4d-3-17'
    """
    return f"sentence/{document}-{start}-{end}"
