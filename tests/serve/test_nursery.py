"""Workers forked from a process that holds the graph: they answer the same, end alone, and are replaced."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import LimitError
from graph.pipeline import Report
from graph.serve.nursery import Nursery, affordable
from graph.serve.pool import Pool
from tests.serve import jobs
from tests.serve.test_pool import MEMORY, ask


def with_nursery(folder: Path, work: Callable[[Pool, Nursery], Awaitable[Any]], size: int = 2) -> Any:
    async def main() -> Any:
        pool, nursery = Pool([str(folder), "", "", str(MEMORY)], size, 50), Nursery(folder, MEMORY)
        try:
            assert await nursery.start()
            pool.quicken(nursery)
            return await work(pool, nursery)
        finally:
            await pool.close()
            await nursery.close()

    return asyncio.run(main())


def parent(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_forked_worker_has_the_graph_and_others_beside_it(built: Report) -> None:
    async def work(pool: Pool, _nursery: Nursery) -> tuple[int, set[int], list[int]]:
        numbers = set(await asyncio.gather(*(ask(pool, jobs.number, salt) for salt in range(8))))
        return await ask(pool, jobs.count), numbers, pool.numbers

    count, numbers, known = with_nursery(built.folder, work)
    assert count == built.quads
    assert len(numbers) == 2 and sorted(numbers) == known


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc for the parent of a process")
def test_workers_that_read_from_disk_are_replaced_as_they_become_free(built: Report) -> None:
    async def main() -> tuple[int, int, int]:
        pool, nursery = Pool([str(built.folder), "", "", str(MEMORY)], 1, 50), Nursery(built.folder, MEMORY)
        try:
            first = parent(await ask(pool, jobs.number, 1))
            busy = asyncio.ensure_future(ask(pool, jobs.sleep, 0.5))
            await asyncio.sleep(0.1)
            assert await nursery.start()
            pool.quicken(nursery)
            assert await busy == "woke"
            return first, parent(await ask(pool, jobs.number, 2)), os.getpid()
        finally:
            await pool.close()
            await nursery.close()

    first, second, server = asyncio.run(main())
    assert first == server
    assert second != server


@pytest.mark.parametrize("job", [jobs.greedy, jobs.abort])
def test_what_takes_too_much_memory_ends_alone(built: Report, job: Callable[..., Any]) -> None:
    async def work(pool: Pool, _nursery: Nursery) -> object:
        with pytest.raises(LimitError, match="memory"):
            await ask(pool, job)
        return await ask(pool, jobs.echo, "after")

    assert with_nursery(built.folder, work, size=1) == "after"


def test_an_endless_query_is_stopped_and_its_worker_ends(built: Report) -> None:
    async def work(pool: Pool, _nursery: Nursery) -> int:
        number: int = await ask(pool, jobs.number)
        with pytest.raises(LimitError, match="stopped after 1 s"):
            await ask(pool, jobs.endless, seconds=1.0)
        assert await ask(pool, jobs.echo, "after") == "after"
        return number

    number = with_nursery(built.folder, work, size=1)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_worker_killed_from_outside_costs_no_request(built: Report, tmp_path: Path) -> None:
    async def work(pool: Pool, _nursery: Nursery) -> list[object]:
        first = await ask(pool, jobs.killed_once, str(tmp_path / "mark"))
        for worker in pool.numbers:
            os.kill(worker, signal.SIGKILL)
        return [first, *[await ask(pool, jobs.echo, n) for n in range(5)]]

    assert with_nursery(built.folder, work) == ["answered", 0, 1, 2, 3, 4]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc for the parent of a process")
def test_without_the_process_that_holds_the_graph_workers_read_from_disk(built: Report) -> None:
    async def work(pool: Pool, nursery: Nursery) -> tuple[int, int]:
        number: int = await ask(pool, jobs.number)
        os.kill(parent(number), signal.SIGKILL)
        while nursery.alive:
            await asyncio.sleep(0.02)
        count: int = await ask(pool, jobs.count)
        return count, parent(await ask(pool, jobs.number, 1))

    count, above = with_nursery(built.folder, work, size=1)
    assert count == built.quads
    assert above == os.getpid()


def test_a_graph_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    async def main() -> bool:
        nursery = Nursery(tmp_path, MEMORY)
        try:
            return await nursery.start()
        finally:
            await nursery.close()

    assert asyncio.run(main()) is False


def test_memory_decides_whether_a_graph_is_held(built: Report) -> None:
    assert affordable(built.folder, 7, 10**9)
    assert not affordable(built.folder, 7, 10**6)
    assert not affordable(built.folder, 1, 0)
