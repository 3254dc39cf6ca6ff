"""Workers end, hang, eat memory and print: others are answered, and every fault is one line."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import BusyError, LimitError, QueryError
from graph.pipeline import Report
from graph.serve.pool import Pool
from tests.serve import jobs

MEMORY = 1_500_000_000


def with_pool(folder: Path, work: Callable[[Pool], Awaitable[Any]], size: int = 2, waiting: int = 50) -> Any:
    async def main() -> Any:
        pool = Pool([str(folder), "", "", str(MEMORY)], size, waiting)
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(main())


async def ask(pool: Pool, job: Callable[..., Any], *arguments: Any, seconds: float = 30.0) -> Any:
    found, size = await pool.run(job, arguments, seconds)
    assert size > 0
    return found


def test_a_job_has_the_store_open(built: Report) -> None:
    assert with_pool(built.folder, lambda pool: ask(pool, jobs.count)) == built.quads


def test_jobs_run_beside_each_other_in_so_many_processes(built: Report) -> None:
    async def work(pool: Pool) -> set[int]:
        return set(await asyncio.gather(*(ask(pool, jobs.number, salt) for salt in range(12))))

    found = with_pool(built.folder, work)
    assert 1 < len(found) <= 2
    assert os.getpid() not in found


def test_an_endless_query_is_stopped_and_others_are_answered_meanwhile(built: Report) -> None:
    async def work(pool: Pool) -> tuple[str, list[object], object]:
        await ask(pool, jobs.echo, 0)
        long = asyncio.ensure_future(ask(pool, jobs.endless, seconds=2.0))
        meanwhile = [await ask(pool, jobs.echo, n) for n in range(20)]
        assert not long.done()
        with pytest.raises(LimitError, match="stopped after 2 s") as raised:
            await long
        return str(raised.value), meanwhile, await ask(pool, jobs.echo, "after")

    message, meanwhile, after = with_pool(built.folder, work)
    assert "LIMIT" in message
    assert meanwhile == list(range(20))
    assert after == "after"


@pytest.mark.parametrize("job", [jobs.greedy, jobs.abort])
def test_what_takes_too_much_memory_ends_alone(built: Report, job: Callable[..., Any]) -> None:
    async def work(pool: Pool) -> object:
        with pytest.raises(LimitError, match="memory"):
            await ask(pool, job)
        return await ask(pool, jobs.echo, "after")

    assert with_pool(built.folder, work, size=1) == "after"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all addresses count")
def test_a_file_that_is_only_mapped_does_not_count_as_memory(built: Report, tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(20_000_000_000)  # a hole, which takes no room on the disk

    async def work(pool: Pool) -> object:
        return await ask(pool, jobs.mapped, str(large))

    assert with_pool(built.folder, work, size=1) == 0


def test_a_worker_killed_from_outside_costs_no_request(built: Report, tmp_path: Path) -> None:
    async def work(pool: Pool) -> list[object]:
        first = await ask(pool, jobs.killed_once, str(tmp_path / "mark"))
        for worker in pool.numbers:
            os.kill(worker, signal.SIGKILL)
        return [first, *[await ask(pool, jobs.echo, n) for n in range(5)]]

    assert with_pool(built.folder, work) == ["answered", 0, 1, 2, 3, 4]


def test_errors_of_the_asker_come_back_and_faults_of_ours_tell_no_path(
    built: Report, capfd: pytest.CaptureFixture[str]
) -> None:
    async def work(pool: Pool) -> str:
        with pytest.raises(QueryError, match="a fault of the asker"):
            await ask(pool, jobs.wrong)
        with pytest.raises(LimitError, match="the log of the server says why") as hidden:
            await ask(pool, jobs.damaged)
        assert str(built.folder) not in str(hidden.value)
        with pytest.raises(LimitError) as raised:
            await ask(pool, jobs.faulty)
        return str(raised.value)

    message = with_pool(built.folder, work, size=1)
    assert "ZeroDivisionError" in message
    assert "/secret" not in message
    assert "/secret" in capfd.readouterr().err


def test_what_a_library_prints_does_not_come_between(built: Report) -> None:
    async def work(pool: Pool) -> list[object]:
        return [await ask(pool, jobs.talks), await ask(pool, jobs.echo, 1)]

    assert with_pool(built.folder, work, size=1) == ["said", 1]


def test_more_than_may_wait_are_turned_away_and_those_that_wait_are_answered(built: Report) -> None:
    async def work(pool: Pool) -> list[Any]:
        return await asyncio.gather(*(ask(pool, jobs.sleep, 0.2) for _ in range(6)), return_exceptions=True)

    found = with_pool(built.folder, work, size=1, waiting=3)
    assert found.count("woke") == 4
    assert sum(isinstance(one, BusyError) for one in found) == 2


def test_who_stops_waiting_loses_nobody_a_turn(built: Report) -> None:
    async def work(pool: Pool) -> object:
        held = asyncio.ensure_future(ask(pool, jobs.sleep, 0.3))
        await asyncio.sleep(0.05)
        left = [asyncio.ensure_future(ask(pool, jobs.echo, n)) for n in range(3)]
        stays = asyncio.ensure_future(ask(pool, jobs.echo, "stays"))
        await asyncio.sleep(0.05)
        for one in left:
            one.cancel()
        assert await held == "woke"
        return await asyncio.wait_for(stays, 10)

    assert with_pool(built.folder, work, size=1) == "stays"


def test_a_cancelled_job_frees_its_worker(built: Report) -> None:
    async def work(pool: Pool) -> float:
        await ask(pool, jobs.echo, 0)
        started = time.monotonic()
        long = asyncio.ensure_future(ask(pool, jobs.endless))
        await asyncio.sleep(0.2)
        long.cancel()
        assert await ask(pool, jobs.echo, 1) == 1
        return time.monotonic() - started

    assert with_pool(built.folder, work, size=1) < 15  # the query itself would take hours
