"""The file that graph.view.whole wrote in; the most important entities, neighbours, what filters pass, ways, out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from graph.errors import StoreError
from graph.records import TYPES
from graph.view.whole import VERSION

__all__ = ["Filter", "Known", "Lookup"]

_BLOCK = 500
_REGION, _COMPANY = TYPES.index("Region"), TYPES.index("Company")


@dataclass(frozen=True, slots=True)
class Filter:
    """What entities must be to pass, all of it: in a region, of types, at stages, in a theme or document, of years."""

    region: str = ""
    types: tuple[str, ...] = ()
    stages: tuple[str, ...] | None = None
    theme: str = ""
    document: str = ""
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An entity: its rank, IRI, the rank of its region, its importance, how many facts and neighbours it has."""

    id: int
    iri: str
    home: int | None
    importance: float
    facts: int
    neighbours: int


class Lookup:
    """The file, read-only. Entities are named by their rank, 0 for the most important one."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises StoreError for one that this version cannot read."""
        address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        try:
            self._base = sqlite3.connect(address, uri=True, check_same_thread=False)
            version = self.told["version"]
        except (sqlite3.Error, KeyError) as error:
            raise StoreError(f"{path.name}: cannot be read ({error}); build again") from error
        if version != VERSION:
            raise StoreError(f"{path.name}: is of version {version}, not {VERSION}; build again")

    @cached_property
    def told(self) -> dict[str, Any]:
        """The counts of the whole graph by their names."""
        return {name: json.loads(value) for name, value in self._base.execute("SELECT name, value FROM told")}

    def ids(self, iris: Iterable[str]) -> list[int]:
        """Return the ranks of entities in the order of their IRIs; those that are not there are left out."""
        wanted = list(iris)
        found = {row[0]: row[1] for row in self._in("SELECT iri, id FROM entity WHERE iri IN", wanted)}
        return [found[iri] for iri in wanted if iri in found]

    def known(self, ids: Iterable[int]) -> dict[int, Known]:
        """Return entities by their ranks."""
        query = "SELECT id, iri, home, importance, facts, neighbours FROM entity WHERE id IN"
        return {row[0]: Known(*row) for row in self._in(query, sorted(set(ids)))}

    def with_homes(self, ids: Iterable[int]) -> dict[int, Known]:
        """Return entities with the regions that they lie in, those that these lie in, and so on."""
        found = self.known(ids)
        while above := {one.home for one in found.values() if one.home is not None} - set(found):
            found |= self.known(each for each in above if each is not None)
        return found

    def first(self, most: int, of_each_type: int) -> list[int]:
        """Return what to begin with: important entities, some of every type, and what makes important regions known.

        Regions have most facts: were they not kept to a part of all, nothing else would be seen of a large graph.
        """
        found: dict[int, None] = {}
        for kind in range(len(TYPES)):
            found.update(dict.fromkeys(self._most("type = ?", kind, limit=of_each_type)))
        regions = self._most("type = ?", _REGION, limit=most // 6)
        for each in regions[: most // 20]:
            found.update(dict.fromkeys([each, *self._most("home = ? AND type <> ?", each, _REGION, limit=8)]))
        for more in (regions, self._most("type <> ?", _REGION, limit=most), self._most("1", limit=most)):
            found.update(dict.fromkeys(more))
        return sorted(list(found)[:most])

    def _most(self, test: str, *values: int, limit: int) -> list[int]:
        query = f"SELECT id FROM entity WHERE {test} ORDER BY id LIMIT ?"
        return [row[0] for row in self._base.execute(query, (*values, limit))]

    def inside(self, region: int) -> int:
        """Return how many entities that are no regions lie in a region itself."""
        query = f"SELECT COUNT(*) FROM entity WHERE home = ? AND type <> {_REGION}"
        return int(self._base.execute(query, (region,)).fetchone()[0])

    def neighbours(self, one: int, limit: int, skip: int = 0) -> list[int]:
        """Return the neighbours of an entity, the most important first."""
        query = "SELECT DISTINCT there FROM edge WHERE here = ? AND there <> here ORDER BY there LIMIT ? OFFSET ?"
        return [row[0] for row in self._base.execute(query, (one, limit, skip))]

    def among(self, ids: Collection[int], ends: Collection[int] = ()) -> list[tuple[int, str, int]]:
        """Return the facts among entities, and between them and `ends`, as (subject, name of the relation, object)."""
        names = self.told["names"]
        inside = {*ids, *ends}
        found = set()
        for one in self.known(ids).values():
            query = "SELECT relation, onward, there FROM edge WHERE here = ?"
            rows: Iterable[tuple[int, int, int]] = self._base.execute(query, (one.id,))
            if one.facts > 8 * len(inside):
                rows = self._in(f"{query.replace('?', str(one.id))} AND there IN", sorted(inside))
            for relation, onward, there in rows:
                if there in inside:
                    found.add((one.id, names[relation], there) if onward else (there, names[relation], one.id))
        return sorted(found)

    def overruled(self, ids: Iterable[int]) -> list[str]:
        """Return the IRIs of the superseded statements about entities."""
        return sorted(row[0] for row in self._in("SELECT statement FROM overruled WHERE entity IN", sorted(set(ids))))

    def documents(self, most: int) -> list[tuple[str, int]]:
        """Return the IRIs of documents and how many entities each names, those with most first."""
        query = "SELECT iri, entities FROM document ORDER BY entities DESC, iri LIMIT ?"
        return self._base.execute(query, (most,)).fetchall()

    def named_documents(self, iris: Sequence[str]) -> tuple[str, ...]:
        """Return those of some IRIs that are documents of the graph."""
        return tuple(row[0] for row in self._in("SELECT iri FROM document WHERE iri IN", iris))

    def themes(self) -> dict[str, int]:
        """Return how many entities belong to each theme."""
        return dict(self._base.execute("SELECT theme, COUNT(*) FROM belonging GROUP BY theme"))

    def passing(self, wanted: Filter, limit: int) -> list[int]:
        """Return the most important entities that pass a filter."""
        where, values = self._where(wanted)
        query = f"SELECT id FROM entity WHERE {where} ORDER BY id LIMIT ?"
        return [row[0] for row in self._base.execute(query, (*values, limit))]

    def counts(self, wanted: Filter) -> dict[str, dict[str, int]]:
        """Return how many entities of each type pass whatever types a filter asks for, and at each stage likewise."""
        where, values = self._where(replace(wanted, types=()))
        types = self._base.execute(f"SELECT type, COUNT(*) FROM entity WHERE {where} GROUP BY type", values)
        made = {"types": {TYPES[kind]: count for kind, count in types}}
        where, values = self._where(replace(wanted, stages=None))
        stages = self._base.execute(f"SELECT stage, COUNT(*) FROM entity WHERE {where} GROUP BY stage", values)
        return made | {"stages": dict(stages)}

    def _where(self, wanted: Filter) -> tuple[str, list[Any]]:
        tests: list[tuple[str, Sequence[Any]]] = []
        if wanted.region:
            tests.append((self._lies_in(self._area(wanted.region)), ()))
        if wanted.types:
            kinds = [TYPES.index(each) for each in wanted.types if each in TYPES]
            tests.append((f"type IN ({', '.join(map(str, kinds))})", ()))
        if wanted.stages is not None:
            tests.append((f"stage IN ({', '.join('?' * len(wanted.stages))})", wanted.stages))
        if wanted.theme:
            tests.append(("id IN (SELECT entity FROM belonging WHERE theme = ?)", (wanted.theme,)))
        if wanted.document:
            inner = "SELECT entity FROM mention WHERE document = (SELECT id FROM document WHERE iri = ?)"
            tests.append((f"id IN ({inner})", (wanted.document,)))
        if wanted.since is not None:
            tests.append(("last >= ?", (wanted.since,)))
        if wanted.until is not None:
            tests.append(("first <= ?", (wanted.until,)))
        where = " AND ".join(test for test, _ in tests) or "1"
        return where, [value for _, values in tests for value in values]

    def _lies_in(self, area: Iterable[int]) -> str:
        """Return the test for what lies in an area, as the page has it.

        Firms that lead or build something there are of it, and what lies nowhere but is linked to something there.
        """
        # Ranks are numbers of our own: there may be more of them than values may be handed over.
        listed = ", ".join(map(str, area))
        names = self.told["names"]
        leading = ", ".join(str(names.index(each)) for each in ("undertakes", "leads"))
        return f"""(home IN ({listed}) OR id IN ({listed}) OR id IN (
          SELECT other.id FROM entity AS one JOIN edge ON edge.here = one.id
          JOIN entity AS other ON other.id = edge.there
          WHERE (one.home IN ({listed}) OR one.id IN ({listed})) AND other.type <> {_REGION} AND (other.home IS NULL
          OR (other.type = {_COMPANY} AND edge.onward = 0 AND edge.relation IN ({leading})))))"""

    def _area(self, region: str) -> list[int]:
        """Return a region with all that are part of it, in one step or several."""
        found = set(self.ids([region]))
        edge, part = set(found), self.told["names"].index("partOf")
        query = (
            f"SELECT edge.there FROM edge JOIN entity ON entity.id = edge.there AND entity.type = {_REGION}"
            f" WHERE edge.relation = {part} AND edge.onward = 0 AND edge.here IN"
        )
        while edge:
            edge = {row[0] for row in self._in(query, sorted(edge))} - found
            found |= edge
        return sorted(found)

    def beyond(self, ids: Iterable[int], without: Sequence[str] = ()) -> Iterator[tuple[int, int]]:
        """Yield (here, there) for every fact of some entities but those of relations that are left out."""
        names = self.told["names"]
        left = ", ".join(str(names.index(each)) for each in without if each in names)
        query = f"SELECT here, there FROM edge WHERE relation NOT IN ({left}) AND here IN"
        return self._in(query, sorted(ids))

    def of_types(self, ids: Iterable[int], types: Sequence[str]) -> set[int]:
        """Return which of some entities are of types."""
        kinds = ", ".join(str(TYPES.index(each)) for each in types if each in TYPES)
        return {row[0] for row in self._in(f"SELECT id FROM entity WHERE type IN ({kinds}) AND id IN", sorted(ids))}

    def _in(self, query: str, values: Sequence[Any]) -> Iterator[Any]:
        for at in range(0, len(values), _BLOCK):
            block = values[at : at + _BLOCK]
            yield from self._base.execute(f"{query} ({', '.join('?' * len(block))})", block)
