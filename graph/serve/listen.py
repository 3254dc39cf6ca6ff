"""Settings and an address in; a server that answers until it is told to stop out."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import uvicorn

from graph.errors import GraphError
from graph.serve.about import About
from graph.serve.app import application
from graph.serve.explorer import begin
from graph.serve.service import Service
from graph.serve.settings import Settings

__all__ = ["Server", "listen", "loopback", "socket_for"]

#: How long requests may go on after Ctrl-C, in seconds, and how long an idle connection is kept.
_LAST, _KEEP = 3, 15


def loopback(host: str) -> bool:
    """Tell whether only this machine reaches an address.

    >>> loopback("127.0.0.1"), loopback("localhost"), loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def socket_for(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises GraphError where the address cannot be had."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise GraphError(f"--host {host}: is no address of this machine ({error.strerror}); try 127.0.0.1") from error
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(2048)
    except OSError as error:
        made.close()
        raise GraphError(f"{host}:{port}: cannot be listened on ({error.strerror}); give another --port") from error
    return made


class Server(uvicorn.Server):
    """A server that leaves the end of the process to its caller, which has a snapshot to remove."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take note of a signal, and do not raise it again at the end."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _room_for_connections() -> None:
    """Take as many open files as the system lets us have: every connection is one."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 65_536), most))


async def _answer(settings: Settings, bound: socket.socket, told: Callable[[str, About], None]) -> None:
    service = Service(settings, ready=begin)  # so that whoever opens the explorer first need not wait
    try:
        await service.start()
        config = uvicorn.Config(
            application(service),
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=_KEEP,
            timeout_graceful_shutdown=_LAST,
        )
        server = Server(config)
        answering = asyncio.ensure_future(server.serve(sockets=[bound]))
        while not server.started and not answering.done():
            await asyncio.sleep(0.01)
        host, port = bound.getsockname()[:2]
        told(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}", service.now.about)
        await answering
    finally:
        await service.stop()


def listen(settings: Settings, bound: socket.socket, told: Callable[[str, About], None]) -> None:
    """Serve on a socket until Ctrl-C or SIGTERM; `told` is called with the address once requests are answered.

    Raises StoreError where the folder holds no graph.
    """
    _room_for_connections()
    loop = None
    if find_spec("uvloop") is not None:
        from uvloop import new_event_loop

        loop = new_event_loop
    with contextlib.closing(bound), asyncio.Runner(loop_factory=loop) as runner:
        runner.run(_answer(settings, bound, told))
