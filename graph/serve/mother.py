"""A folder in; a process that holds its graph in memory and forks a worker for whoever asks: the main of that process.

A worker that is forked has the graph at once, and no more memory than what it touches. Messages over the control socket
are a letter and two numbers. In: F (fork) and K (kill, a worker's number). Out: R (ready), F (a worker's number, with
its socket) and E (a worker's number and how it ended). When the server closes the socket, all end.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import signal
import socket
import struct
import sys
from pathlib import Path

from graph.errors import GraphError
from graph.serve.opened import Opened
from graph.serve.worker import limit_memory, serve

__all__ = ["MESSAGE", "main"]

MESSAGE = struct.Struct(">cqq")


def _taken() -> int:
    """Return how many bytes of memory of its own this process has, which a limit for its children must leave them."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _worker(end: socket.socket, opened: Opened, memory: int) -> None:
    """Be a worker until the server closes its socket; never returns."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    status = 1
    try:
        limit_memory(memory)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            serve(end.makefile("rb"), end.makefile("wb"), opened)
        status = 0
    finally:
        os._exit(status)


class _Mother:
    """The children that have not been seen to end, and the socket over which the server asks for more."""

    def __init__(self, control: socket.socket, opened: Opened, memory: int) -> None:
        self._control, self._opened, self._memory = control, opened, memory
        self._children: set[int] = set()

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        try:
            number = os.fork()
        except OSError:
            number = -1
        if number == 0:
            self._control.close()
            ours.close()
            _worker(theirs, self._opened, self._memory)
        theirs.close()
        if number > 0:
            self._children.add(number)
        # Where there was no room for one more, the number says so and the socket is at its end already.
        socket.send_fds(self._control, [MESSAGE.pack(b"F", number, 0)], [ours.fileno()])
        ours.close()

    def reap(self) -> None:
        """Tell of every child that has ended."""
        for number in list(self._children):
            ended, status = os.waitpid(number, os.WNOHANG)
            if ended:
                self._children.discard(number)
                self._control.sendall(MESSAGE.pack(b"E", number, os.waitstatus_to_exitcode(status)))

    def answer(self) -> bool:
        """Do what the server asks next; False where it is gone."""
        asked = self._control.recv(MESSAGE.size, socket.MSG_WAITALL)
        if len(asked) < MESSAGE.size:
            return False
        kind, number, _ = MESSAGE.unpack(asked)
        if kind == b"F":
            self._fork()
        elif number in self._children:  # only a child that was not waited for: its number is still its own
            os.kill(number, signal.SIGKILL)
        return True

    def end(self) -> None:
        """Kill all children."""
        for number in self._children:
            os.kill(number, signal.SIGKILL)


def main(arguments: list[str]) -> None:
    """Load the graph, then fork workers until the server goes. Arguments: folder, bytes of memory, control socket."""
    folder, memory, control = Path(arguments[0]), int(arguments[1]), socket.socket(fileno=int(arguments[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which closes the socket
    os.dup2(2, 1)  # whatever a library prints is for the log
    opened = Opened(folder)
    try:
        opened.hold()
    except GraphError as error:  # the server sees the end of the socket; its workers go on reading from disk
        sys.exit(f"regiongraph: the graph cannot be held in memory ({error})")
    gc.collect()
    gc.freeze()
    woken, wake = socket.socketpair()
    for one in (woken, wake):
        one.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    mother = _Mother(control, opened, memory + _taken() if _taken() else 0)
    control.sendall(MESSAGE.pack(b"R", 0, 0))
    with selectors.DefaultSelector() as ready, contextlib.suppress(OSError):
        ready.register(control, selectors.EVENT_READ)
        ready.register(woken, selectors.EVENT_READ)
        going = True
        while going:
            for key, _ in ready.select():
                if key.fileobj is woken:
                    with contextlib.suppress(BlockingIOError):
                        woken.recv(4096)
                else:
                    going = mother.answer()
            mother.reap()
    mother.end()


if __name__ == "__main__":
    main(sys.argv[1:])
