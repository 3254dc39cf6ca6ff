"""A service over a folder: rebuilds are taken up, full disks and damaged builds lived with, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import BusyError, GraphError, StoreError
from graph.pipeline import Report, build
from graph.serve import service as module
from graph.serve.service import Service
from graph.serve.settings import Settings
from graph.serve.snapshot import remove_stale, snapshot
from tests.conftest import SAMPLES
from tests.serve import jobs


@pytest.fixture
def folder(built: Report, tmp_path: Path) -> Path:
    """Return a copy of the built samples that a test may change."""
    return Path(shutil.copytree(built.folder, tmp_path / "out"))


def with_service(folder: Path, work: Callable[[Service], Awaitable[Any]], **choices: Any) -> Any:
    async def main() -> Any:
        service = Service(Settings(folder, **choices))
        await service.start()
        try:
            return await work(service)
        finally:
            await service.stop()

    return asyncio.run(main())


def left_behind(folder: Path) -> list[Path]:
    return list(folder.parent.glob(".*serve-*"))


def test_it_answers_from_a_snapshot_and_leaves_nothing_behind(folder: Path, built: Report) -> None:
    async def work(service: Service) -> int:
        assert len(left_behind(folder)) == 1
        assert service.now.about.triples == built.quads
        assert service.now.about.base == "https://w3id.org/regiongraph/id/"
        assert "锦州市" in service.now.about.title
        return await service.run(jobs.count)

    assert with_service(folder, work) == built.quads
    assert left_behind(folder) == []


def test_the_snapshot_stays_when_the_folder_is_gone(folder: Path, built: Report) -> None:
    async def work(service: Service) -> int:
        shutil.rmtree(folder)
        for pool in service.now.lanes.values():
            for number in pool.numbers:
                os.kill(number, signal.SIGKILL)
        return await service.run(jobs.count)

    assert with_service(folder, work) == built.quads


def test_a_rebuild_is_taken_up_without_a_failed_request(folder: Path) -> None:
    one = SAMPLES / sorted(path.name for path in SAMPLES.iterdir() if path.suffix == ".txt")[0]

    async def work(service: Service) -> tuple[set[int], int]:
        rebuilt = asyncio.ensure_future(asyncio.to_thread(build, [one], folder))
        before, counts = service.now.name, []
        async with asyncio.timeout(60):
            while service.now.name == before:
                counts.append(await service.run(jobs.count))
                await asyncio.sleep(0.01)
            counts += [await service.run(jobs.count) for _ in range(20)]
        return set(counts), (await rebuilt).quads

    counts, quads = with_service(folder, work, cache=0)
    assert len(counts) == 2
    assert quads in counts
    assert left_behind(folder) == []


def test_a_damaged_build_is_not_taken_up(
    folder: Path, built: Report, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AGAIN", 0.2)

    async def work(service: Service) -> int:
        shutil.rmtree(folder / "store")
        (folder / "build.json").write_text("{}")
        await asyncio.sleep(1.5)
        return await service.run(jobs.count)

    assert with_service(folder, work) == built.quads
    assert "the new build cannot be served yet" in capfd.readouterr().err


def test_a_full_disk_at_the_rebuild_leaves_the_last_one(
    folder: Path, built: Report, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folder: Path) -> tuple[Path, str]:
        raise OSError(28, "No space left on device")

    async def work(service: Service) -> int:
        monkeypatch.setattr(module, "snapshot", full)
        (folder / "build.json").write_text((folder / "build.json").read_text() + "\n")
        await asyncio.sleep(1.2)
        found = await service.run(jobs.count)
        monkeypatch.setattr(module, "snapshot", snapshot)
        before = service.now.name
        async with asyncio.timeout(30):
            while service.now.name == before:
                await asyncio.sleep(0.1)
        return found

    monkeypatch.setattr(module, "_AGAIN", 0.2)
    assert with_service(folder, work) == built.quads
    assert "No space left" in capfd.readouterr().err


def test_one_client_never_holds_all_workers(folder: Path) -> None:
    async def work(service: Service) -> list[Any]:
        asked = [service.run(jobs.sleep, 0.5, lane="queries", client="greedy") for _ in range(5)]
        first = asyncio.ensure_future(asyncio.gather(*asked, return_exceptions=True))
        await asyncio.sleep(0.1)
        other = await asyncio.wait_for(service.run(jobs.echo, "other", lane="queries", client="modest"), 20)
        return [other, *await first]

    other, *greedy = with_service(folder, work, workers=3, cache=0)
    assert other == "other"
    busy = [one for one in greedy if isinstance(one, BusyError)]
    assert len(busy) == 3
    assert all(one.own for one in busy)


def test_answers_are_kept_for_one_build_only(folder: Path) -> None:
    async def work(service: Service) -> tuple[int, int]:
        first = await service.run(jobs.number, 7)
        for pool in service.now.lanes.values():
            await pool.close()
        return first, await service.run(jobs.number, 7)

    first, again = with_service(folder, work)
    assert first == again


def test_a_folder_without_a_graph_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no"):
        with_service(tmp_path / "nothing", lambda service: service.run(jobs.count))
    (tmp_path / "empty").mkdir()
    with pytest.raises(GraphError, match="no whole graph"):
        with_service(tmp_path / "empty", lambda service: service.run(jobs.count))
    assert left_behind(tmp_path / "empty") == []


def test_snapshots_of_killed_servers_are_removed(folder: Path) -> None:
    stale = folder.parent / ".out.serve-999999999-abcd"
    stale.mkdir()
    place, _ = snapshot(folder)
    remove_stale(folder)
    assert not stale.exists()
    assert place.exists()
