"""The folder of a build in; a session of the SDK's client with the server over it, as Markdown, out.

`python -m graph.assistant.session DIR docs/assistants.md` writes it between the two marks of that file.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from mcp import Client

from graph.assistant.server import server
from graph.errors import GraphError
from graph.serve.service import Service
from graph.serve.settings import Settings

__all__ = ["BEGIN", "END", "session", "written"]

BEGIN, END = "<!-- session: written by graph.assistant.session -->\n", "<!-- end of session -->\n"
#: What is asked, each with a word on why.
_CALLS: tuple[tuple[str, str, Mapping[str, object]], ...] = (
    ("Which industries do two cities share, and how far is each?", "shared_themes",
     {"regions": ["锦州市", "葫芦岛市"], "theme": "精细化工"}),
    ("What is known of a project? It is only signed, so what is said of it is a plan.", "describe",
     {"entity": "20万吨锌冶炼"}),
    ("Who leads what? The IRIs of both ends are selected, so each row has its sentence.", "select",
     {"sparql": "SELECT ?company ?of WHERE { ?company rg:leads ?of } ORDER BY ?company", "limit": 4}),
    ("A count rests on no sentence, and says so.", "select",
     {"sparql": "SELECT (COUNT(?park) AS ?parks) WHERE { ?park a rg:Park }"}),
    ("A question of the bank.", "ask_question",
     {"question": "targets-by", "parameters": {"region": "凌河区", "year": 2025}, "limit": 3}),
    ("A name that the graph does not have.", "describe", {"entity": "凌河曲"}),
    ("A query that would never end, with a limit of ten seconds.", "select",
     {"sparql": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}),
)  # fmt: skip


def _block(text: str) -> Iterator[str]:
    yield from ("```text", *text.splitlines(), "```", "")


async def _spoken(folder: Path) -> list[str]:
    service = Service(Settings(folder, time_limit=10.0, workers=1, pages=1))
    await service.start()
    try:
        lines: list[str] = []
        async with Client(server(service)) as client:
            tools = (await client.list_tools()).tools
            lines += [f"The server offers: {', '.join(f'`{tool.name}`' for tool in tools)}.", ""]
            for why, tool, arguments in _CALLS:
                result = await client.call_tool(tool, dict(arguments))
                text = "\n".join(block.text for block in result.content if block.type == "text")
                given = json.dumps(arguments, ensure_ascii=False)
                lines += [f"**{why}** `{tool}` with `{given}`:", ""]
                lines += _block(("isError\n" if result.is_error else "") + text)
        return lines
    finally:
        await service.stop()


def session(folder: Path) -> str:
    """Return the session with a build as Markdown."""
    return "\n".join(asyncio.run(_spoken(folder)))


def written(page: str, spoken: str) -> str:
    """Return a page with a session between its two marks; raises GraphError where it has none.

    >>> written(f"a{BEGIN}b{END}c", "new") == f"a{BEGIN}new{END}c"
    True
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise GraphError(f"the page has no {BEGIN.strip()} … {END.strip()}; add both lines")
    return before + begin + spoken + end + after


if __name__ == "__main__":
    folder, page = map(Path, sys.argv[1:])
    page.write_text(written(page.read_text(encoding="utf-8"), session(folder)), encoding="utf-8")
