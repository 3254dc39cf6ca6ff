"""An open page in; what axe-core finds wrong with it for people with disabilities, out. npm fetches it into a cache."""

from __future__ import annotations

import os
import subprocess
import tarfile
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import pytest

__all__ = ["complaints"]

VERSION = "4.14.1"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "regiongraph-tests"


@cache
def _source() -> str:
    """Return axe-core's code; the test is skipped where neither the cache nor npm has it."""
    archive = CACHE / f"axe-core-{VERSION}.tgz"
    if not archive.exists():
        npm = which("npm")
        if npm is None:
            pytest.skip("no npm to fetch axe-core with")
        CACHE.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", f"axe-core@{VERSION}", "--pack-destination", str(CACHE)]
        if subprocess.run(command, capture_output=True, timeout=120, check=False).returncode or not archive.exists():
            pytest.skip("npm cannot fetch axe-core")
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


def complaints(tab: Any) -> list[str]:
    """Return what axe-core calls serious or critical, with the first place of each."""
    tab.evaluate(_source())
    found = tab.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['target']}" for one in found if one["impact"] in {"serious", "critical", None}
    ]
