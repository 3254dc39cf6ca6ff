"""An address and the fields of a form in; the server's reply out, or one line that says why there is none."""

from __future__ import annotations

import re
import time
from base64 import b64encode
from collections.abc import Sequence
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    ResponseError,
    SSLError,
)

from graph.errors import LimitError, QueryError, StoreError
from graph.remote.address import Address
from graph.remote.replies import Reply

__all__ = ["pool_of", "post"]

#: How long a message of the server may be that is shown, in characters.
_SHOWN = 200
_CHUNK = 1 << 18
#: What a gateway says when the query took too long.
_TOO_LONG = frozenset({408, 504})
_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def pool_of(timeout: float) -> urllib3.PoolManager:
    """Return the connections of an endpoint; a connection is made within 10 seconds or not at all."""
    limits = urllib3.Timeout(connect=min(timeout, 10.0), read=timeout)
    retries = urllib3.Retry(total=None, connect=0, read=0, other=0, status=0, redirect=3, allowed_methods=None)
    return urllib3.PoolManager(timeout=limits, retries=retries, maxsize=4)


def post(
    pool: urllib3.PoolManager,
    address: Address,
    fields: Sequence[tuple[str, str]],
    accept: str,
    timeout: float,
    largest: int,
) -> Reply:
    """Send a form and read the reply; raises StoreError, QueryError or LimitError in one line where there is none."""
    headers = {
        "Accept-Encoding": "gzip",
        "Accept": accept,
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "regiongraph",
    }
    if address.login:
        headers["Authorization"] = f"Basic {b64encode(address.login.encode()).decode()}"
    stop = time.monotonic() + timeout
    try:
        response = pool.request(
            "POST", address.url, body=urlencode(fields), headers=headers, preload_content=False, decode_content=False
        )
        try:
            body = _body(response, address, stop, timeout, largest if response.status == 200 else 1 << 16)
        finally:
            response.close() if response.connection is not None else response.release_conn()
    except HTTPError as error:
        raise _failed(error, address, timeout) from None
    if response.status != 200:
        raise _refused(response.status, body, address)
    media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Reply(media, response.headers, body)


def _body(response: urllib3.BaseHTTPResponse, address: Address, stop: float, timeout: float, largest: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.stream(_CHUNK, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > largest and response.status != 200:
            break
        if size > largest:
            raise LimitError(
                f"{address.shown}: the answer is larger than {largest >> 20} MB; add LIMIT or ask for less"
            )
        if time.monotonic() > stop:
            raise _late(address, timeout)
    return b"".join(parts)


def _late(address: Address, timeout: float) -> LimitError:
    return LimitError(
        f"{address.shown}: no whole answer within {timeout:g} s; ask for less, or give a longer --timeout"
    )


def _failed(error: HTTPError, address: Address, timeout: float) -> Exception:
    """Return the one line that says why there is no reply; none of it comes from the URL but what may be shown."""
    reason = error.reason if isinstance(error, MaxRetryError) and error.reason is not None else error
    place = f"{address.host}, port {address.port}"
    if isinstance(reason, NameResolutionError):
        return StoreError(f"{address.shown}: no such host: {address.host}; check the address")
    if isinstance(reason, SSLError):
        return StoreError(
            f"{address.shown}: no safe connection to {place} (TLS); check the certificate, or use http://"
        )
    if isinstance(reason, ReadTimeoutError):
        return _late(address, timeout)
    if isinstance(reason, ConnectTimeoutError) and not isinstance(reason, NewConnectionError):
        return StoreError(f"{address.shown}: {place} does not answer; check the address and the network")
    if isinstance(reason, NewConnectionError):
        return StoreError(f"{address.shown}: cannot connect to {place}; is the server running there?")
    if isinstance(reason, ResponseError) and "redirect" in str(reason):
        return StoreError(f"{address.shown}: sends requests in a circle (redirects); give the address it leads to")
    if isinstance(reason, ProtocolError):
        return StoreError(f"{address.shown}: {place} broke off, or speaks no HTTP; is this the server's HTTP port?")
    return StoreError(f"{address.shown}: the request failed ({type(reason).__name__}); check the address")


def _refused(status: int, body: bytes, address: Address) -> Exception:
    told = _first_line(body)
    said = f": {told}" if told else ""
    if status in (401, 403):
        return StoreError(f"{address.shown}: wants a login ({status}); write it as http://NAME:PASSWORD@HOST/PATH")
    if status in (404, 405, 410):
        return StoreError(f"{address.shown}: no SPARQL there ({status}); most servers have it at /sparql or /query")
    if status in _TOO_LONG or (status >= 500 and re.search(r"time[d ]*-?out|timeout|time limit", told, re.IGNORECASE)):
        return LimitError(f"{address.shown}: the query took the server too long ({status}){said}")
    if status in (429, 503):
        return LimitError(f"{address.shown}: the server is busy ({status}){said}; ask again later")
    if 300 <= status < 400:
        return StoreError(f"{address.shown}: leads elsewhere ({status}); give the address it leads to")
    if status < 500:
        return QueryError(f"{address.shown}: the server refuses the query ({status}){said}")
    return QueryError(f"{address.shown}: the server failed ({status}){said}")


def _first_line(body: bytes) -> str:
    """Return the first line of a message that holds words, without tags and control characters, shortened."""
    text = body.decode("utf-8", "replace")
    if "<" in text[:200]:
        text = _TAGS.sub("\n", text)
    for line in text.splitlines():
        words = " ".join("".join(char if char.isprintable() else " " for char in line).split())
        if any(char.isalnum() for char in words):
            return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
    return ""
