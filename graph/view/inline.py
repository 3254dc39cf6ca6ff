"""Template files and content in; what stands inside a page that asks for nothing out: script, style, JSON, policy."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable

from graph.view.network import TEMPLATE

__all__ = ["embed", "policy", "script", "style"]

UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def embed(value: object) -> str:
    """Return JSON that can stand inside a script element, whatever the text in it.

    >>> embed({"quote": "</script>"})
    '{"quote":"\\\\u003c/script\\\\u003e"}'
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(UNSAFE)


def script(names: Iterable[str]) -> str:
    """Return files of the template as one script whose names stay its own.

    >>> script(["signs.js"]).splitlines()[:2]
    ['(() => {', '"use strict";']
    """
    return "\n".join(["(() => {", '"use strict";', *map(_text, names), "})();"])


def style(names: Iterable[str]) -> str:
    """Return files of the template as one style sheet, the later ones stronger.

    >>> style(["common.css"]).startswith(":root")
    True
    """
    return "\n".join(map(_text, names))


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return a content security policy that allows these scripts and styles, and nothing else.

    >>> policy([], ["b {}"])[:42]
    "default-src 'none'; style-src 'sha256-zy87"
    """
    allowed = "".join(
        f"{name} {' '.join(map(_hash, texts))}; "
        for name, texts in (("script-src", list(scripts)), ("style-src", list(styles)))
        if texts
    )
    return f"default-src 'none'; {allowed}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _text(name: str) -> str:
    return (TEMPLATE / name).read_text(encoding="utf-8").replace("\r\n", "\n")
