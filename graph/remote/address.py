"""The URL of an endpoint as a user gives it in; where to send requests, and what may be shown of it, out."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from graph.errors import StoreError

__all__ = ["Address", "address_of"]

_PORTS = {"http": 80, "https": 443}
_WRITE = "write http://HOST:PORT/PATH, such as http://127.0.0.1:7878/query"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is asked. `shown` has neither name and password nor what stands behind the question mark."""

    url: str = field(repr=False)
    shown: str
    host: str
    port: int
    login: str = field(repr=False, default="")


def address_of(url: str) -> Address:
    """Return the address that a URL means; raises StoreError for one that is none, without printing its password.

    >>> address_of("https://me:secret@example.org/sparql?key=1").shown
    'https://example.org/sparql'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise StoreError(f"--endpoint: is no URL; {_WRITE}") from None
    if parts.scheme not in _PORTS or not host or any(char.isspace() or not char.isprintable() for char in url.strip()):
        raise StoreError(f"--endpoint: is no http or https URL; {_WRITE}")
    name = f"[{host}]" if ":" in host else host
    place = name if port is None else f"{name}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else ""
    return Address(
        urlunsplit((parts.scheme, place, path, parts.query, "")),
        urlunsplit((parts.scheme, place, path, "", "")),
        host,
        port if port is not None else _PORTS[parts.scheme],
        login,
    )
