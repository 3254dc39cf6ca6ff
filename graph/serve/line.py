"""A socket to a worker in; messages to it and its answers out, one at a time, each eight bytes of length and a body."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import cast

__all__ = ["LENGTH", "GoneError", "Line"]

LENGTH = struct.Struct(">Q")


class GoneError(Exception):
    """The worker ended before it answered."""


class Line(asyncio.Protocol):
    """The server's end of a worker's socket."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._came = bytearray()
        self._wanted = 0
        self._answer: asyncio.Future[bytes] | None = None
        self.closed = False

    @classmethod
    async def over(cls, end: socket.socket) -> Line:
        """Return the line over a connected socket."""
        end.setblocking(False)
        _, line = await asyncio.get_running_loop().create_connection(cls, sock=end)
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to write to."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop has transports of its own

    def data_received(self, data: bytes) -> None:
        """Take a piece of an answer; the answer is handed on once it is whole."""
        self._came += data
        if not self._wanted and len(self._came) >= LENGTH.size:
            self._wanted = LENGTH.size + LENGTH.unpack_from(self._came)[0]
        if self._wanted and len(self._came) >= self._wanted:
            whole = bytes(memoryview(self._came)[LENGTH.size : self._wanted])
            self._came, self._wanted = bytearray(), 0
            if self._answer is not None and not self._answer.done():
                self._answer.set_result(whole)

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell whoever waits that no answer comes."""
        self.closed = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(GoneError())

    async def call(self, message: bytes) -> bytes:
        """Return the answer to a message; raises GoneError where the worker ends first."""
        if self.closed or self._transport is None:
            raise GoneError
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(LENGTH.pack(len(message)) + message)
        return await self._answer

    def close(self) -> None:
        """Close the socket: an idle worker ends then."""
        if self._transport is not None:
            self._transport.abort()
