"""Find a Chromium for the browser tests, or install one the way the platform allows; prints what it did."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
#: What a headless browser needs to start as root, and to leave the network alone.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def installed() -> str | None:
    """Return the path of an installed Chromium: from CHROMIUM, the search path, usual places or Playwright."""
    for found in (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), *map(str, PLACES)):
        if found and Path(found).exists():
            return found
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as driver:
            path = driver.chromium.executable_path
    except Exception:
        return None
    return path if path and Path(path).exists() else None


def _run(*command: str) -> bool:
    print("  " + " ".join(command), flush=True)
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


def install() -> None:
    """Install Chromium: with apt as root on Debian and its kin, else with Playwright."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("browser tests: installing Chromium and Chinese fonts with apt-get")
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        if _run("apt-get", "update", "-qq") and _run("apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"):
            return
    print("browser tests: installing Chromium with Playwright")
    _run(sys.executable, "-m", "playwright", "install", "chromium")


def main() -> None:
    """Say which Chromium the tests will use; without one they are skipped, and that is said."""
    if installed() is None:
        install()
    path = installed()
    print(f"browser tests: using {path}" if path else "browser tests: no Chromium to be had; they will be skipped")


if __name__ == "__main__":
    main()
