"""A template's name and what it shows in; a page as text out, with the signs, links and style that all pages share."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from graph.industries import IND
from graph.rdf.iris import iri as joined
from graph.view.inline import style
from graph.view.network import legend

__all__ = ["href", "iri_of", "look", "mount", "rendered", "sign", "tag"]

_FOLDER = Path(__file__).parent
_UP = -math.pi / 2


def mount(base: str) -> str:
    """Return the path under which a server offers the things whose IRIs begin with a base.

    >>> mount("https://w3id.org/regiongraph/id/"), mount("https://example.org#")
    ('/regiongraph/id/', '/id/')
    """
    path = urlsplit(base).path.rstrip("/")
    return f"{path}/" if path else "/id/"


def iri_of(base: str, path: str) -> str:
    """Return the IRI that a decoded path stands for, "" for a path of something else.

    >>> iri_of("https://example.org/id/", "/id/park/210703-甲山 园")
    'https://example.org/id/park/210703-甲山%20园'
    """
    place = mount(base)
    rest = path.removeprefix(place)
    return joined(base, rest) if path.startswith(place) and rest else ""


def href(base: str, iri: str) -> str:
    """Return the address of a thing on this server, "" for what has no page here.

    >>> href("https://example.org/id/", "https://example.org/id/park/甲%20园")
    '/id/park/%E7%94%B2%20%E5%9B%AD'
    """
    if iri.startswith(base):
        return mount(base) + quote(unquote(iri[len(base) :]), safe="/:@!$'()*,;=~")
    if iri.startswith(IND):
        return f"/themes/{quote(iri[len(IND) :])}"
    return ""


def tag(body: bytes) -> str:
    """Return the entity tag of a body."""
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def _ring(count: int, turn: float, reach: float, inner: float = 1.0, down: float = 0.0) -> str:
    points = []
    for step in range(count):
        angle, size = turn + step * 2 * math.pi / count, reach * (inner if step % 2 else 1)
        points.append(f"{math.cos(angle) * size:.2f},{math.sin(angle) * size + down:.2f}")
    return " ".join(points)


@cache
def _shapes() -> Mapping[str, str]:
    """Return the outlines of the signs that the network page draws (signs.js)."""
    arm = "-0.4,-1.1 0.4,-1.1 0.4,-0.4 1.1,-0.4 1.1,0.4 0.4,0.4 0.4,1.1 -0.4,1.1 -0.4,0.4 -1.1,0.4 -1.1,-0.4 -0.4,-0.4"
    return {
        "square": _ring(4, math.pi / 4, 1.22),
        "diamond": _ring(4, _UP, 1.18),
        "triangle": _ring(3, _UP, 1.25, down=0.2),
        "triangleDown": _ring(3, -_UP, 1.25, down=-0.2),
        "pentagon": _ring(5, _UP, 1.08),
        "hexagon": _ring(6, 0, 1.1),
        "star": _ring(10, _UP, 1.3, 0.5),
        "cross": arm,
    }


@cache
def sign(kind: str) -> Markup:
    """Return the sign of a type as SVG: its shape and colour as in the network page."""
    known = legend()["types"].get("Industry" if kind == "Concept" else kind, {"colour": "#8c8c8c", "shape": "dot"})
    colour, shape = known["colour"], known["shape"]
    darker = "#" + "".join(f"{round(int(colour[at : at + 2], 16) * 0.68):02x}" for at in (1, 3, 5))
    look_ = f'fill="{colour}" stroke="{darker}" stroke-width="0.12"'
    if shape == "ring":
        look_ = f'fill="none" stroke="{colour}" stroke-width="0.45"'
    radius = "0.9" if shape == "ring" else "1.05"
    drawn = (
        f'<polygon points="{_shapes()[shape]}" {look_}/>' if shape in _shapes() else f'<circle r="{radius}" {look_}/>'
    )
    name = kind if kind.isalnum() else "other"
    return Markup(f'<svg class="sign of-{name}" viewBox="-1.5 -1.5 3 3" aria-hidden="true">{drawn}</svg>')


@cache
def look() -> str:
    """Return the style sheet of our pages: what the network page has in common with them, and their own."""
    own = (_FOLDER / "static" / "pages" / "pages.css").read_text(encoding="utf-8")
    return f"{style(['common.css'])}\n{own}"


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update(sign=sign, legend=legend(), look_tag=tag(look().encode()).strip('"'))
    made.filters["thousands"] = lambda number: f"{number:,}"
    made.filters["local"] = lambda iri, base: iri.removeprefix(base)
    made.filters["coded"] = lambda text: quote(str(text), safe="/")
    return made


def rendered(name: str, base: str, title: str, **shown: Any) -> str:
    """Return a page; what it shows is text and is escaped as such."""
    template = _templates().get_template(name)
    return template.render(base=base, site=title, href=lambda iri: href(base, iri), **shown)
