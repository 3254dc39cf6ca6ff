"""A folder in; the server of the command over either transport, and an answer of one of its tools, out."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult

from tests.conftest import ROOT

T = TypeVar("T")


def stdio(folder: Path, *options: str) -> StdioServerParameters:
    """Return how a client starts the server."""
    return StdioServerParameters(
        command=sys.executable, args=["-m", "graph", "mcp", "--out", str(folder), *options], cwd=str(ROOT)
    )


@contextmanager
def over_http(folder: Path, *options: str) -> Iterator[str]:
    """Start the server on a free port, give its address once it answers, stop it at the end."""
    command = [sys.executable, "-m", "graph", "mcp", "--out", str(folder), "--http", "--port", "0", *options]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    told = ""
    try:
        for line in process.stderr:
            told += line
            if found := re.match(r"http://\S+/mcp$", line.strip()):
                yield found[0]
                break
        else:
            raise AssertionError(told)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        process.stderr.close()


def speak(server: Any, said: Callable[[Client], Awaitable[T]]) -> T:
    """Connect the SDK's own client and return what it is asked for."""

    async def connected() -> T:
        async with Client(server) as client:
            return await said(client)

    return asyncio.run(connected())


def call(server: Any, tool: str, **arguments: Any) -> CallToolResult:
    """Call one tool."""
    return speak(server, lambda client: client.call_tool(tool, arguments))


def text_of(result: CallToolResult) -> str:
    """Return the text of a result."""
    return "\n".join(block.text for block in result.content if block.type == "text")
