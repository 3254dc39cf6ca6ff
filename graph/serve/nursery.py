"""A snapshot folder in; workers that are forked from one process, which holds its graph in memory, out."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from graph.serve.mother import MESSAGE

__all__ = ["HOME", "Born", "Nursery", "affordable"]

#: Where the package lies, so that a worker finds the same code as its server.
HOME = Path(__file__).parent.parent.parent
#: How much more room a graph takes in memory than on disk.
_TIMES = 3.3


def affordable(folder: Path, copies: int, most: int) -> bool:
    """Tell whether so many copies of the graph of a folder fit into `most` bytes, half the memory where it is below 0.

    Workers share the graph when they are forked, but a query writes to what it reads (it counts who holds a term), so
    that each has a copy of its own in the end.
    """
    size = sum(path.stat().st_size for path in (folder / "store").iterdir())
    return size * _TIMES * copies <= (_half() if most < 0 else most)


def _half() -> int:
    """Return half of what memory there is, for the machine or for the container that this runs in."""
    told = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    with contextlib.suppress(OSError, ValueError):
        told.append(int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return min(told) // 2


@dataclass(frozen=True, slots=True)
class Born:
    """A worker that was forked: its number, its socket, and what tells how it ended (below 0 a signal)."""

    number: int
    end: socket.socket
    ended: asyncio.Future[int]


class Nursery:
    """The process that forks workers, and what is known of them."""

    def __init__(self, folder: Path, memory: int) -> None:
        """Remember what to hold and how much memory each worker may take beside it; nothing is started yet."""
        self._arguments = [str(folder), str(memory)]
        self._process: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None
        self._ready: asyncio.Future[bool] | None = None
        self._holds = False
        self._births: list[asyncio.Future[Born | None]] = []
        self._ends: dict[int, asyncio.Future[int]] = {}

    @property
    def alive(self) -> bool:
        """Whether workers can be had."""
        return self._control is not None and self._holds

    async def start(self) -> bool:
        """Start the process and return whether it holds the graph."""
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "graph.serve.mother", *self._arguments, str(theirs.fileno())]
            nothing = asyncio.subprocess.DEVNULL
            self._process = await asyncio.create_subprocess_exec(
                *command, stdin=nothing, cwd=HOME, pass_fds=(theirs.fileno(),), start_new_session=True
            )
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        self._control, self._ready = ours, loop.create_future()
        loop.add_reader(ours.fileno(), self._told)
        return await self._ready

    def _told(self) -> None:
        """Take a message of the process."""
        assert self._control is not None
        try:
            told, sockets, _, _ = socket.recv_fds(self._control, MESSAGE.size, 1)
        except BlockingIOError:
            return
        except OSError:
            told, sockets = b"", []
        if len(told) < MESSAGE.size:
            self._lost()
            return
        kind, number, status = MESSAGE.unpack(told)
        if kind == b"R":
            self._holds = True
            self._tell(True)
        elif kind == b"F":
            self._born(number, socket.socket(fileno=sockets[0]))
        elif kind == b"E" and number in self._ends:
            self._ends.pop(number).set_result(status)

    def _tell(self, holds: bool) -> None:
        if self._ready is not None and not self._ready.done():  # whoever waited may be gone
            self._ready.set_result(holds)

    def _born(self, number: int, end: socket.socket) -> None:
        birth = self._births.pop(0)
        if number > 0:
            self._ends[number] = asyncio.get_running_loop().create_future()
        if number > 0 and not birth.done():
            birth.set_result(Born(number, end, self._ends[number]))
            return
        end.close()  # a worker that nobody waits for any more ends by that
        if not birth.done():
            birth.set_result(None)

    def _lost(self) -> None:
        """The process has ended, and its workers with it."""
        assert self._control is not None
        asyncio.get_running_loop().remove_reader(self._control.fileno())
        self._control.close()
        self._control = None
        self._tell(False)
        for birth in self._births:
            if not birth.done():
                birth.set_result(None)
        for end in self._ends.values():
            end.set_result(-9)
        self._births.clear()
        self._ends.clear()

    def _ask(self, kind: bytes, number: int = 0) -> None:
        if self._control is not None:
            with contextlib.suppress(OSError):
                self._control.send(MESSAGE.pack(kind, number, 0))

    async def fork(self) -> Born | None:
        """Return a new worker, None where there can be none."""
        if not self.alive:
            return None
        birth: asyncio.Future[Born | None] = asyncio.get_running_loop().create_future()
        self._births.append(birth)
        self._ask(b"F")
        return await birth

    def kill(self, number: int) -> None:
        """End a worker."""
        self._ask(b"K", number)

    async def close(self) -> None:
        """End the process and all its workers."""
        if self._process is None:
            return
        if self.alive and self._control is not None:
            self._control.shutdown(socket.SHUT_RDWR)  # it kills its workers and goes
        elif self._process.returncode is None:  # it is still loading
            self._process.kill()
        try:
            async with asyncio.timeout(2):
                await self._process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        if self._control is not None:
            self._lost()
