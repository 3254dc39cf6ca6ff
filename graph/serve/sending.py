"""A finished answer in; a response that is sent piece by piece, to readers however slow, out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph.errors import BusyError

__all__ = ["Outgoing", "Whole"]

#: How much is handed to a connection at once, and how long a reader may take for it, in seconds.
_PIECE, _PATIENCE = 256_000, 30.0


class Outgoing:
    """How many bytes of answers wait for their readers; a crowd of slow ones must not fill the memory.

    >>> outgoing = Outgoing(100)
    >>> outgoing.take(80)
    >>> outgoing.take(30)
    Traceback (most recent call last):
    graph.errors.BusyError: too many answers are being sent; ask again in a few seconds
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.bytes = 0

    def take(self, size: int) -> None:
        """Count an answer in; raises BusyError where there is no room."""
        if self.bytes and self.bytes + size > self._most:
            raise BusyError("too many answers are being sent; ask again in a few seconds")
        self.bytes += size

    def give_back(self, size: int) -> None:
        """Count an answer out."""
        self.bytes -= size


class Whole(Response):
    """A response whose body is known: its length is told first, and a reader that stands still is left."""

    def __init__(self, body: bytes, outgoing: Outgoing, status: int, headers: Mapping[str, str]) -> None:
        """Hold the body; raises BusyError where too much is being sent already."""
        outgoing.take(len(body))
        self._outgoing = outgoing
        super().__init__(body, status, headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the body piece by piece; each must be taken in time."""
        try:
            if scope["method"] == "HEAD" or len(self.body) <= _PIECE:
                await super().__call__(scope, receive, send)
                return
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            for start in range(0, len(self.body), _PIECE):
                piece, more = self.body[start : start + _PIECE], start + _PIECE < len(self.body)
                async with asyncio.timeout(_PATIENCE):
                    await send({"type": "http.response.body", "body": piece, "more_body": more})
        except TimeoutError:
            return  # the length was told, so the reader knows that the rest is missing; the connection ends with this
        finally:
            self._outgoing.give_back(len(self.body))
