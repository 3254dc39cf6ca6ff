"""The folder of a build in; a private copy of what serving needs of it, made of hard links where they can be, out."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from graph.errors import StoreError

__all__ = ["remove", "remove_stale", "snapshot", "stamp"]

#: Files beside the store that pages are made of; a folder of an earlier version may lack some.
_KEPT = ("build.json", "search.sqlite", "themes.html")
#: What the engine writes beside its tables for itself, and would write to again.
_LOGS = ("LOG", "LOCK")
#: How often, and how long apart in seconds, it is tried to remove a snapshot.
_TRIES, _PAUSE = 20, 0.05


def stamp(folder: Path) -> tuple[int, int, int] | None:
    """Return what tells one build of a folder from the next, None while there is none."""
    try:
        found = (folder / "build.json").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def snapshot(folder: Path) -> tuple[Path, str]:
    """Return a new private folder with the store and the page files of a build, and a short name of that build.

    The folder of the build is held open, so that a rebuild in the middle is noticed and never mixed with the last one.
    Raises StoreError where there is no build.
    """
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise StoreError(
            f"{folder}: holds no graph; make one with: regiongraph build INPUT... --out {folder}"
        ) from error
    place = _new_folder(folder)
    try:
        (place / "store").mkdir()
        with os.scandir(_inside(held, "store")) as entries:
            names = [entry.name for entry in entries if not entry.name.startswith(_LOGS)]
        for name in names:
            _link(held, folder, f"store/{name}", place)
        for name in _KEPT:
            with contextlib.suppress(FileNotFoundError):
                _link(held, folder, name, place)
        told = (place / "build.json").read_bytes()
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise StoreError(f"{folder}: holds no whole graph ({error.strerror}); build again") from error
    finally:
        os.close(held)
    return place, hashlib.sha256(told).hexdigest()[:12]


def _inside(held: int, name: str) -> int | str:
    return f"/proc/self/fd/{held}/{name}" if Path("/proc/self/fd").exists() else f"/dev/fd/{held}/{name}"


def _link(held: int, folder: Path, name: str, place: Path) -> None:
    try:
        os.link(name, place / name, src_dir_fd=held, follow_symlinks=False)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without hard links
        with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=held), "rb") as read, (place / name).open("wb") as written:
            shutil.copyfileobj(read, written, 1 << 20)


def _new_folder(folder: Path) -> Path:
    """Make a folder beside the build, where hard links reach; in the folder for temporary files where that fails."""
    prefix = f"{_prefix(folder)}{os.getpid()}-"
    try:
        return Path(tempfile.mkdtemp(prefix=prefix, dir=folder.resolve().parent))
    except OSError:
        return Path(tempfile.mkdtemp(prefix=prefix))


def _prefix(folder: Path) -> str:
    return f".{folder.resolve().name}.serve-"


def _stale(folder: Path) -> Iterator[Path]:
    for parent in {folder.resolve().parent, Path(tempfile.gettempdir())}:
        for place in parent.glob(f"{_prefix(folder)}*-*"):
            number = place.name.removeprefix(_prefix(folder)).split("-")[0]
            if number.isdigit() and not Path(f"/proc/{number}").exists() and Path("/proc/self").exists():
                yield place


def remove(place: Path) -> None:
    """Remove a snapshot; a worker that was ended just now may have been writing to it."""
    for _ in range(_TRIES):
        shutil.rmtree(place, ignore_errors=True)
        if not place.exists():
            return
        time.sleep(_PAUSE)


def remove_stale(folder: Path) -> None:
    """Remove the snapshots of servers that were killed before they could."""
    for place in list(_stale(folder)):
        shutil.rmtree(place, ignore_errors=True)
