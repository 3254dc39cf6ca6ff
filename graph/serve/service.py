"""Jobs of requests in; their results out, from the newest build of a folder and within the limits of the settings."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from graph.errors import StoreError
from graph.serve.about import About, about
from graph.serve.limits import Answers, Clients
from graph.serve.nursery import Nursery, affordable
from graph.serve.pool import Pool
from graph.serve.sending import Outgoing
from graph.serve.settings import Settings
from graph.serve.snapshot import remove, remove_stale, snapshot, stamp

__all__ = ["Generation", "Service"]

T = TypeVar("T")
#: How often the folder is looked at for a newer build, and how long after a failure, in seconds.
_LOOK, _AGAIN = 0.5, 5.0
#: Preparing a snapshot may take longer than any request: a missing index is made then.
_PREPARE = 3600.0
#: A query that takes less than this, in seconds, is not worth watching whether its client is still there.
_SHORT = 0.2


@dataclass(slots=True)
class Generation:
    """One build while it is served: its snapshot, its workers, what is known of it and its kept answers."""

    name: str
    folder: Path
    lanes: dict[str, Pool]
    answers: Answers
    about: About = field(default_factory=About)
    under_way: int = 0
    derived: dict[str, Any] = field(default_factory=dict)  # what routes keep of this build
    nursery: Nursery | None = None
    loading: asyncio.Task[None] | None = None


def _key(job: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return job.__module__, job.__qualname__, arguments


async def _gone(request: Request) -> None:
    """Wait until the client of a request has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


class Service:
    """What the routes ask: it runs jobs on the newest build, and takes up a rebuild without a failed request."""

    def __init__(self, settings: Settings, ready: Callable[[Service], object] = lambda _service: None) -> None:
        """Remember the settings; nothing is opened before start(). `ready` is called for every build that is served."""
        self.settings, self._ready = settings, ready
        self.clients = Clients(settings.running_per_client)
        self.outgoing = Outgoing(settings.outgoing_bytes)
        self._now: Generation | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def now(self) -> Generation:
        """The build that new requests are answered from."""
        if self._now is None:
            raise StoreError("the server is not started yet")
        return self._now

    async def start(self) -> None:
        """Open the folder and begin to watch it; raises StoreError where it holds no graph."""
        if not self.settings.endpoint:
            await asyncio.to_thread(remove_stale, self.settings.folder)
        self._stamp = stamp(self.settings.folder)
        self._now = await self._prepared()
        self._ready(self)
        if not self.settings.endpoint:
            self._spawn(self._watch())

    async def stop(self) -> None:
        """End all workers and remove the snapshot."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._now is not None:
            await self._discard(self._now)

    async def run(self, job: Callable[..., T], *arguments: Any, lane: str = "pages", client: str = "") -> T:
        """Return what a job gives on the newest build; raises what the job raises, LimitError or BusyError.

        `lane` is "queries" for what people write themselves and "pages" for what our own pages ask, so that long
        queries never hold up a page. `client` counts the job among those of one client.
        """
        generation = self.now
        key = _key(job, arguments)
        kept = generation.answers.get(key)
        if kept is not None:
            found: T = kept
            return found
        with self.clients.one(client) if client else contextlib.nullcontext():
            generation.under_way += 1
            try:
                answer, size = await generation.lanes[lane].run(job, arguments, self.settings.time_limit)
            finally:
                generation.under_way -= 1
        if self.settings.cache and answer is not None and not getattr(answer, "volatile", False):
            generation.answers.put(key, answer, size)
        made: T = answer
        return made

    async def run_for(self, request: Request, job: Callable[..., T], *arguments: Any) -> T:
        """Return what a query gives to the client of a request, whose body is read; it ends when the client goes."""
        client = request.client.host if request.client else ""
        kept = self.now.answers.get(_key(job, arguments))
        if kept is not None:
            known: T = kept
            return known
        work = asyncio.ensure_future(self.run(job, *arguments, lane="queries", client=client))
        gone = None
        try:
            await asyncio.wait((work,), timeout=_SHORT)
            if not work.done():
                gone = asyncio.ensure_future(_gone(request))
                await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
                if not work.done():
                    raise ClientDisconnect
            return await work
        finally:
            work.cancel()
            if gone is not None:
                gone.cancel()

    async def _prepared(self) -> Generation:
        settings = self.settings
        if settings.endpoint:
            folder, name = Path(tempfile.mkdtemp(prefix="regiongraph-serve-")), "remote"
        else:
            folder, name = await asyncio.to_thread(snapshot, settings.folder)
        arguments = [str(folder.resolve()), settings.endpoint, settings.graph, str(settings.memory_bytes)]
        sizes = {"queries": settings.running, "pages": settings.pages}
        lanes = {lane: Pool(arguments, size, settings.waiting) for lane, size in sizes.items()}
        # Nobody tells when a remote graph has changed, so that answers of it are not kept.
        made = Generation(name, folder, lanes, Answers(0 if settings.endpoint else settings.cache))
        try:
            made.about, _ = await lanes["pages"].run(about, (), _PREPARE)
        except BaseException:
            await self._discard(made)
            raise
        if not settings.endpoint and affordable(folder, settings.running + settings.pages + 1, settings.held_bytes):
            made.nursery = Nursery(folder.resolve(), settings.memory_bytes)
            made.loading = asyncio.ensure_future(self._quicken(made))
        return made

    async def _quicken(self, made: Generation) -> None:
        """Let the workers of a build have its graph in memory, once it is loaded; until then they read from disk."""
        assert made.nursery is not None
        if await made.nursery.start():
            for pool in made.lanes.values():
                pool.quicken(made.nursery)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            seen = stamp(self.settings.folder)
            if seen is None or seen == self._stamp:
                continue
            try:
                newer = await self._prepared()
            except Exception as error:  # whatever is wrong with the new build, the last one is served
                print(f"regiongraph: the new build cannot be served yet ({error}); the last one is", file=sys.stderr)
                await asyncio.sleep(_AGAIN)
                continue
            self._stamp = seen
            last, self._now = self.now, newer
            self._ready(self)
            self._spawn(self._retire(last))

    async def _retire(self, last: Generation) -> None:
        """Let the requests of an older build come to their end."""
        try:
            async with asyncio.timeout(self.settings.time_limit + 5):
                while last.under_way:
                    await asyncio.sleep(0.05)
        except TimeoutError:
            pass
        finally:
            await self._discard(last)

    async def _discard(self, generation: Generation) -> None:
        if generation.loading is not None:
            generation.loading.cancel()
            await asyncio.gather(generation.loading, return_exceptions=True)
        try:
            await asyncio.gather(*(pool.close() for pool in generation.lanes.values()))
            if generation.nursery is not None:
                await generation.nursery.close()
        finally:
            await asyncio.to_thread(remove, generation.folder)

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
