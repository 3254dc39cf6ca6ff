"""Settings in; the assistant's server over standard input and output, or over HTTP, until it is told to stop, out."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings

from graph.assistant.server import server
from graph.serve.listen import Server
from graph.serve.service import Service
from graph.serve.settings import Settings

__all__ = ["over_http", "over_stdio", "security"]

#: How long requests may go on after the end was asked for, in seconds.
_LAST = 3
#: The status of a process that was told to end.
_SIGNALLED = 130
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def security(names: Sequence[str]) -> TransportSecuritySettings:
    """Return the check of Host and Origin: this machine's own names and those given, with any port.

    A page of another site, whose name was made to lead here (DNS rebinding), is refused by it.
    """
    hosts = [*_LOOPBACK, *names]
    ports = [f"{host}:*" for host in hosts]
    origins = [f"{scheme}://{host}" for scheme in ("http", "https") for host in (*names, *ports)]
    return TransportSecuritySettings(allowed_hosts=[*hosts, *ports], allowed_origins=origins)


async def _end(service: Service) -> None:
    """End the process now: a thread that waits for the next line of input would hold it up until there is one."""
    await service.stop()
    sys.stderr.flush()
    os._exit(_SIGNALLED)


async def _speak(settings: Settings) -> None:
    service = Service(settings)
    endings: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    try:
        await service.start()
        with contextlib.suppress(NotImplementedError):  # a system without signals ends with its input
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, lambda: endings.append(loop.create_task(_end(service))))
        await server(service).run_stdio_async()
    finally:
        await service.stop()


def over_stdio(settings: Settings) -> None:
    """Speak the protocol over standard input and output until the input ends."""
    asyncio.run(_speak(settings))


async def _answer(settings: Settings, bound: socket.socket, names: Sequence[str], told: Callable[[str], None]) -> None:
    service = Service(settings)
    try:
        await service.start()
        host, port = bound.getsockname()[:2]
        app = server(service).streamable_http_app(transport_security=security(names), host=host)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=_LAST
        )
        told(f"http://[{host}]:{port}/mcp" if ":" in host else f"http://{host}:{port}/mcp")
        await Server(config).serve(sockets=[bound])
    finally:
        await service.stop()


def over_http(settings: Settings, bound: socket.socket, names: Sequence[str], told: Callable[[str], None]) -> None:
    """Answer over streamable HTTP on a socket until Ctrl-C or SIGTERM; `told` is called with the address.

    `names` are further host names under which the server may be asked.
    """
    with contextlib.closing(bound):
        asyncio.run(_answer(settings, bound, names, told))
