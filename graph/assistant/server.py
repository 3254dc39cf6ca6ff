"""A service in; a server of the Model Context Protocol with its tools, resources and prompts out.

No `from __future__ import annotations` here: the SDK reads the annotations of the tools.
"""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any, Protocol, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from graph.assistant import entities, finding, rows, themed
from graph.assistant.entities import Direction
from graph.assistant.records import (
    AskedQuestion,
    Bank,
    Described,
    Found,
    Neighbours,
    Proof,
    Selected,
    SharedThemes,
)
from graph.assistant.texts import INSTRUCTIONS, compare_prompt, ontology_text, profile_prompt
from graph.assistant.wording import bank_text, worded
from graph.errors import GraphError
from graph.questions import question

__all__ = ["Runs", "server"]

T = TypeVar("T")
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_Entity = Annotated[str, Field(min_length=1, max_length=400, description="A Chinese name, or an IRI of an answer.")]
_Limit = Annotated[int, Field(ge=1, le=50, description="How many at most.")]
_Optional = Annotated[str, Field(max_length=400)]


class Runs(Protocol):
    """What runs jobs on a graph: graph.serve.service.Service."""

    async def run(self, job: Callable[..., T], *arguments: Any, lane: str = "pages", client: str = "") -> T:
        """Return what a job gives."""


def _result(answer: BaseModel, text: str) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content=answer.model_dump(mode="json")
    )


def _version() -> str:
    try:
        return version("regiongraph")
    except PackageNotFoundError:
        return ""


def server(service: Runs) -> MCPServer:
    """Return the server; its tools ask the service, which stops what takes too long."""
    made = MCPServer(
        "regiongraph",
        title="RegionGraph",
        instructions=INSTRUCTIONS,
        version=_version(),
        log_level="WARNING",
        subscriptions=False,
    )

    async def asked(job: Callable[..., Any], *arguments: Any, lane: str = "pages") -> CallToolResult:
        try:
            answer = await service.run(job, *arguments, lane=lane)
        except GraphError as error:
            raise ToolError(str(error)) from None
        return _result(answer, worded(answer))

    _entity_tools(made, asked)
    _row_tools(made, asked)
    _resources(made)
    _prompts(made)
    return made


def _entity_tools(made: MCPServer, asked: Callable[..., Any]) -> None:
    @made.tool(annotations=_READS)
    async def search(
        text: Annotated[str, Field(min_length=1, max_length=200, description="A name, or a part of one, in Chinese.")],
        type: Annotated[str, Field(max_length=40, description="Keep one class, such as Park or 园区.")] = "",
        limit: _Limit = 10,
    ) -> Annotated[CallToolResult, Found]:
        """Find entities by name: regions, parks, companies, clusters, industries, projects, strategies. Each hit has
        its IRI, the places it lies in, and a sentence that names it."""
        return await asked(finding.search, text, type, limit)  # type: ignore[no-any-return]

    @made.tool(annotations=_READS)
    async def describe(entity: _Entity, limit: _Limit = 30) -> Annotated[CallToolResult, Described]:
        """Tell what the documents say of an entity: relations, attributes and figures, each with its sentence, whether
        it is stated or implied, plan or fact. Where several entities go by the name, the candidates come instead."""
        return await asked(entities.describe, entity, limit)  # type: ignore[no-any-return]

    @made.tool(annotations=_READS)
    async def neighbours(
        entity: _Entity,
        relation: Annotated[
            str, Field(max_length=60, description="Only this one: locatedIn, partOf, leads, targets, … or its label.")
        ] = "",
        direction: Annotated[Direction, Field(description="out: the entity is the subject; in: the object.")] = "both",
        limit: _Limit = 30,
        offset: Annotated[int, Field(ge=0, le=1_000_000, description="How many to leave out, for further pages.")] = 0,
    ) -> Annotated[CallToolResult, Neighbours]:
        """List the relations of an entity to others, in pages, each with its sentence."""
        return await asked(entities.neighbours, entity, relation, direction, limit, offset)  # type: ignore[no-any-return]

    @made.tool(annotations=_READS)
    async def evidence(
        subject: _Entity,
        property: Annotated[
            str, Field(max_length=60, description="A relation, attribute or observation, by name or label.")
        ] = "",
        object: Annotated[str, Field(max_length=400, description="The other entity, a state or a value.")] = "",
        limit: _Limit = 20,
    ) -> Annotated[CallToolResult, Proof]:
        """Give all sentences behind the facts of an entity, of one property, or between it and another entity, also of
        those that a later document overrules."""
        return await asked(entities.evidence, subject, property, object, limit)  # type: ignore[no-any-return]

    @made.tool(annotations=_READS)
    async def shared_themes(
        regions: Annotated[
            list[Annotated[str, Field(max_length=60)]],
            Field(max_length=20, description="Two or more regions that must all have it; none for all regions."),
        ] = [],  # noqa: B006 - the SDK copies it
        theme: Annotated[str, Field(max_length=60, description="One industry, such as 石化 or fine chemicals.")] = "",
        limit: Annotated[int, Field(ge=1, le=20, description="How many themes at most.")] = 5,
    ) -> Annotated[CallToolResult, SharedThemes]:
        """Compare regions: the industries that they share, ranked, with what is plan, being built and fact in each, and
        what joins the regions."""
        return await asked(themed.shared_themes, tuple(regions), theme, limit)  # type: ignore[no-any-return]


def _row_tools(made: MCPServer, asked: Callable[..., Any]) -> None:
    @made.tool(annotations=_READS)
    async def list_questions(
        group: Annotated[str, Field(max_length=60, description="Only groups with this in their name.")] = "",
    ) -> Annotated[CallToolResult, Bank]:
        """List the questions that ask_question answers, with their parameters."""
        try:
            found = rows.bank(group)
        except GraphError as error:
            raise ToolError(str(error)) from None
        return _result(found, bank_text(found))

    @made.tool(annotations=_READS)
    async def ask_question(
        question: Annotated[str, Field(min_length=1, max_length=60, description="The id, such as projects-in.")],
        parameters: Annotated[
            dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=400)] | int | float],
            Field(description='Its parameters by name, such as {"region": "凌河区"}.'),
        ] = {},  # noqa: B006 - the SDK copies it
        limit: _Limit = 20,
    ) -> Annotated[CallToolResult, AskedQuestion]:
        """Answer a question of the bank; each row has the facts and sentences that it rests on."""
        given = tuple(sorted((name, str(value)) for name, value in parameters.items()))
        return await asked(rows.ask_question, question, given, limit, lane="queries")  # type: ignore[no-any-return]

    @made.tool(annotations=_READS)
    async def select(
        sparql: Annotated[
            str, Field(min_length=1, max_length=20_000, description="SELECT or ASK; the usual prefixes are declared.")
        ],
        limit: _Limit = 20,
    ) -> Annotated[CallToolResult, Selected]:
        """Run a SPARQL SELECT or ASK, read-only and within limits. Select the IRIs of entities: then each row has the
        facts between them with their sentences; rows without a sentence say so."""
        return await asked(rows.select, sparql, limit, lane="queries")  # type: ignore[no-any-return]


def _resources(made: MCPServer) -> None:
    @made.resource("regiongraph://ontology", title="本体 Ontology", mime_type="text/markdown")
    def ontology() -> str:
        """Classes, relations, attributes and states with Chinese and English labels, and patterns of SPARQL."""
        return ontology_text()

    @made.resource("regiongraph://questions", title="问题库 Question bank", mime_type="text/markdown")
    def questions() -> str:
        """The questions that ask_question answers."""
        return bank_text(rows.bank())

    @made.resource(
        "regiongraph://questions/{id}", title="问题的 SPARQL of a question", mime_type="application/sparql-query"
    )
    def one_question(id: str) -> str:
        """The SPARQL of a question of the bank, to start another query from."""
        try:
            asked = question(id)
        except GraphError as error:
            raise ResourceError(str(error)) from None
        return f"# {asked.zh}\n# {asked.en}\n{asked.sparql}"


def _prompts(made: MCPServer) -> None:
    @made.prompt(title="按主题比较地区 Compare regions by a theme")
    def compare_regions(regions: str, theme: str) -> str:
        """Compare regions by an industry, facts apart from plans, with quotations."""
        return compare_prompt(regions, theme)

    @made.prompt(title="实体概况 Profile of an entity")
    def profile(entity: str) -> str:
        """A short profile of a region, park or company, with quotations."""
        return profile_prompt(entity)
