"""Jobs in; their results out, each from a process of its own kind that can be killed without harm to the others."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import signal
import socket
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from graph.errors import BusyError, LimitError
from graph.serve.line import GoneError, Line
from graph.serve.nursery import HOME, Nursery

__all__ = ["Pool"]

#: A worker that someone else ended: the job may be given to another one. What ends for its own fault is not tried anew.
_BY_OTHERS = (-signal.SIGKILL, -signal.SIGTERM)


class _Worker:
    """One process and the line to it; it does one job at a time."""

    def __init__(self, line: Line, number: int, ended: Awaitable[int], kill: Callable[[], None], *, held: bool) -> None:
        self._line, self._ended, self._kill = line, asyncio.ensure_future(ended), kill
        self.number, self.held = number, held
        self.call = line.call

    @property
    def alive(self) -> bool:
        return not self._line.closed and not self._ended.done()

    async def ended(self) -> int:
        """Return how the process ended, once it has and its socket is closed."""
        status = await asyncio.shield(self._ended)
        self._line.close()
        return status

    def kill(self) -> None:
        if not self._ended.done():
            with contextlib.suppress(ProcessLookupError):
                self._kill()


class Pool:
    """Up to `size` worker processes over one snapshot, started as they are needed.

    A job that passes its time has its worker killed; the next job gets a new one.
    """

    def __init__(self, arguments: Sequence[str], size: int, waiting: int) -> None:
        """Remember how to start workers: the arguments of graph.serve.worker. None is started yet."""
        self._arguments = [sys.executable, "-m", "graph.serve.worker", *arguments]
        self._size, self._most = size, waiting
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._starting = 0
        self._waiting: deque[asyncio.Future[_Worker | None]] = deque()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False
        self._nursery: Nursery | None = None

    @property
    def running(self) -> int:
        """How many workers are at a job."""
        return len(self._all) - len(self._idle)

    @property
    def numbers(self) -> list[int]:
        """The process numbers of the workers."""
        return sorted(worker.number for worker in self._all if worker.alive)

    def quicken(self, nursery: Nursery) -> None:
        """Take new workers from a nursery, and replace those that are there as they become free."""
        self._nursery = nursery
        for worker in [one for one in self._idle if not one.held]:
            self._idle.remove(worker)
            self._drop(worker)

    async def run(self, job: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> tuple[Any, int]:
        """Return what a job gives and how many bytes that took; raises what the job raises.

        `job` is a function of a module, its first argument is filled in by the worker (graph.serve.opened.Opened).
        Raises LimitError where it takes longer than `seconds` or its worker ends, BusyError where too many wait.
        """
        message = pickle.dumps((job.__module__, job.__qualname__, arguments, seconds))
        for more in (True, False):
            worker, kept = await self._take(), False
            try:
                async with asyncio.timeout(seconds):
                    body = await worker.call(message)
            except TimeoutError:
                raise LimitError(
                    f"stopped after {seconds:g} s, the time limit of one request; ask for less, or with a LIMIT"
                ) from None
            except GoneError:
                if await worker.ended() not in _BY_OTHERS or not more:
                    raise LimitError("stopped: it needed more memory than one query may have; ask for less") from None
            else:
                kept = True
                done, found = pickle.loads(body)
                if not done:
                    raise found
                return found, len(body)
            finally:
                self._give_back(worker) if kept else self._drop(worker)
        raise AssertionError("a job either answers or raises")

    async def _take(self) -> _Worker:
        """Return a free worker, or start one, or wait for one; who waits longest is served first."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._all.discard(worker)
        if len(self._all) + self._starting < self._size:
            return await self._start()
        if len(self._waiting) >= self._most:
            raise BusyError("too many requests wait for an answer; ask again in a few seconds")
        turn: asyncio.Future[_Worker | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            worker_or_none = await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                given = turn.result()
                self._give_back(given) if given is not None else self._wake()
            else:
                self._waiting.remove(turn)
            raise
        return worker_or_none or await self._start()

    async def _start(self) -> _Worker:
        self._starting += 1
        try:
            worker = await self._forked() or await self._spawned()
        except OSError as error:
            raise BusyError("no more workers can be started now; ask again in a few seconds") from error
        finally:
            self._starting -= 1
        self._all.add(worker)
        return worker

    async def _forked(self) -> _Worker | None:
        nursery = self._nursery
        born = await nursery.fork() if nursery is not None else None
        if nursery is None or born is None:
            return None
        line = await Line.over(born.end)
        return _Worker(line, born.number, born.ended, lambda: nursery.kill(born.number), held=True)

    async def _spawned(self) -> _Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *self._arguments, stdin=theirs.fileno(), cwd=HOME, start_new_session=True
            )
        return _Worker(await Line.over(ours), process.pid, process.wait(), process.kill, held=False)

    def _give_back(self, worker: _Worker) -> None:
        outdated = self._nursery is not None and self._nursery.alive and not worker.held
        if self._closed or not worker.alive or outdated:
            self._drop(worker)
            return
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    def _drop(self, worker: _Worker) -> None:
        worker.kill()
        self._all.discard(worker)
        task = asyncio.ensure_future(worker.ended())  # reaps it
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._wake()

    def _wake(self) -> None:
        """Let the next in the queue start a worker of its own, in the place of one that is gone."""
        while self._waiting and not self._closed:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        ending = list(self._all)
        for worker in ending:
            worker.kill()
        for turn in self._waiting:
            turn.cancel()
        self._all.clear()
        self._idle.clear()
        await asyncio.gather(*(worker.ended() for worker in ending), *self._tasks)
