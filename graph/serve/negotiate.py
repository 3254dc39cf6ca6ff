"""An Accept header or a short name in, with what a result can be written as; the format to write out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.serve.protocol import ProtocolError

__all__ = ["GRAPHS", "RESULTS", "Format", "chosen", "prefers_html"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its short names and its media types, the first of each being its own."""

    names: tuple[str, ...]
    media: tuple[str, ...]

    @property
    def name(self) -> str:
        """The short name, as in `?format=`."""
        return self.names[0]


_XML = ("application/xml", "text/xml")
#: What SELECT and ASK can be written as; the first is given where nothing is asked for.
RESULTS = (
    Format(("json",), ("application/sparql-results+json", "application/json")),
    Format(("xml",), ("application/sparql-results+xml", *_XML)),
    Format(("csv",), ("text/csv",)),
    Format(("tsv",), ("text/tab-separated-values",)),
)
#: What CONSTRUCT, DESCRIBE and the description of the service can be written as.
GRAPHS = (
    Format(("turtle", "ttl"), ("text/turtle", "application/x-turtle")),
    Format(("nt", "ntriples"), ("application/n-triples",)),
    Format(("jsonld", "json-ld", "json"), ("application/ld+json", "application/json")),
    Format(("rdfxml", "rdf", "xml"), ("application/rdf+xml", *_XML)),
)
_HTML = ("text/html", "application/xhtml+xml")


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges of an Accept header with their weights; what cannot be read is left out.

    >>> list(_ranges("text/csv;q=0.5, */*;q=0.1, text/turtle;charset=utf-8"))
    [('text/csv', 0.5), ('*/*', 0.1), ('text/turtle', 1.0)]
    """
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        kind, slash, rest = media.partition("/")
        if not slash or not kind or not rest or (kind == "*" and rest != "*"):
            continue
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                weight = _weight(value.strip())
        yield media, weight


def _weight(text: str) -> float:
    """Return a weight between 0 and 1; 0 for what is none, since whoever wrote it did not ask for all of it."""
    whole, _, rest = text.partition(".")
    if whole not in ("0", "1") or not (rest == "" or (rest.isascii() and rest.isdigit() and len(rest) <= 3)):
        return 0.0
    return min(1.0, float(f"{whole}.{rest or 0}"))


def _liking(media: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """Return how much a media type is liked, and how exactly it was named: 3 itself, 2 its kind, 1 anything."""
    kind = media.partition("/")[0]
    for named, exactly in ((media, 3), (f"{kind}/*", 2), ("*/*", 1)):
        weights = [weight for asked, weight in ranges if asked == named]
        if weights:
            return max(weights), exactly
    return 0.0, 0


def chosen(offered: Sequence[Format], accept: str, name: str = "") -> tuple[Format, str]:
    """Return the format to write and the media type to call it by; a short name goes before the header.

    Of what is liked alike, what the header names exactly comes first, then what is offered first. A browser, which
    likes pages most, gets the first format. Raises ProtocolError 406 that lists what there is.

    >>> chosen(RESULTS, "application/xml;q=0.9, text/csv")[1]
    'text/csv'
    >>> chosen(RESULTS, "")[0].name
    'json'
    """
    if name:
        for one in offered:
            if name in one.names:
                return one, one.media[0]
        raise ProtocolError(406, f"format {name!r}: choose one of {', '.join(one.name for one in offered)}")
    ranges = list(_ranges(accept))
    if not ranges:
        return offered[0], offered[0].media[0]
    best: tuple[tuple[float, int], Format, str] | None = None
    for one in offered:
        for media in one.media:
            liking = _liking(media, ranges)
            if liking[1] < 3 and media != one.media[0]:
                continue  # an older name is used only with those who ask by it
            if liking[0] > 0 and (best is None or liking > best[0]):
                best = liking, one, media
    html = max(_liking(media, ranges) for media in _HTML)
    if html[1] == 3 and (best is None or html[0] > best[0][0]):
        # Browsers show application/json; what is named after SPARQL they would only save.
        return offered[0], "application/json" if "application/json" in offered[0].media else offered[0].media[0]
    if best is None:
        listed = ", ".join(one.media[0] for one in offered)
        raise ProtocolError(406, f"accept {accept}: this can be had as {listed}")
    return best[1], best[2]


def prefers_html(accept: str) -> bool:
    """Tell whether a client likes a page most, as browsers do; nobody who takes anything does.

    >>> prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    True
    >>> prefers_html("*/*"), prefers_html("text/turtle, text/html;q=0.5")
    (False, False)
    """
    ranges = list(_ranges(accept))
    weight, exactly = max(_liking(media, ranges) for media in _HTML)
    return exactly == 3 and weight > 0 and weight >= max((other for _, other in ranges), default=0)
