"""The file of a search index in; names, documents and sentences that a search finds, the best first, out."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from math import log
from pathlib import Path
from urllib.parse import quote

from graph.errors import StoreError
from graph.records import TYPES
from graph.search.folding import folded, letters, marks, places
from graph.search.reading import batched
from graph.search.records import KINDS, Hit, Known
from graph.search.sounds import Syllables, fitting
from graph.search.wanted import Wanted, phrase, read, sounding
from graph.search.write import VERSION, sounds_of

__all__ = ["SearchIndex"]

#: So many names that may sound as asked are looked at, and so many sentences ranked, the most important and newest.
_HEARD = 2000
_RANKED = 2000
#: Where words find fewer sentences than these, they are looked for by their characters too.
_FEW = 100
#: The usual constants of BM25.
_K, _B = 1.2, 0.75
#: Names that share two characters with a search that found nothing.
_NEAR = 400
_ALIKE = 0.4
_LONGEST_NAME = 60
#: What each way to match a name is worth; an alias counts a little less than the name.
_EXACT, _START, _SOUNDS, _INSIDE, _SOUNDS_START, _SOUNDS_INSIDE, _PARTS = 1.0, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3
_ALIAS = 0.05
_BY_NAME = """SELECT name.id, name.entity, name.preferred, name.text, name.sounds, name.folded FROM names
  JOIN name ON name.id = names.rowid WHERE names MATCH ? ORDER BY names.rowid"""
_BY_FOLDED = """SELECT name.id, name.entity, name.preferred, name.text, name.sounds, name.folded FROM name
  WHERE name.folded = ? ORDER BY name.preferred DESC, name.id LIMIT 2000"""
_KNOWN = "SELECT iri, name, types, place, weight, year FROM entity WHERE iri IN (%s)"
_AT_ONCE = 500
_OF_DOCUMENT = "FROM sentence WHERE document = (SELECT id FROM entity WHERE iri = ?)"
_ALIASES = """SELECT name.text FROM name JOIN entity ON entity.id = name.entity
  WHERE entity.iri = ? AND NOT name.preferred ORDER BY name.id"""
_MATCHED = """SELECT sentence.id, sentence.text FROM sentences JOIN sentence ON sentence.id = sentences.rowid
  WHERE sentences MATCH ? ORDER BY sentences.rowid LIMIT ?"""
_SENTENCE = """SELECT sentence.iri, sentence.text, sentence.section, sentence.basis, sentence.year,
  entity.iri, entity.name, entity.year
  FROM sentence JOIN entity ON entity.id = sentence.document WHERE sentence.id = ?"""

#: Number, entity, whether it is the preferred one, the alias, syllables, folded.
_Name = tuple[int, int, int, str, str, str]


class SearchIndex:
    """The search index of a graph, read-only."""

    def __init__(self, path: str | Path) -> None:
        """Open an index; raises StoreError where there is none that this version can read."""
        self.path = Path(path)
        try:
            address = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
            self._base = sqlite3.connect(address, uri=True, check_same_thread=False)
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            raise StoreError(f"{self.path.name}: no search index that can be read ({error}); build again") from error
        if version != VERSION:
            self._base.close()
            raise StoreError(f"{self.path.name}: a search index of version {version}, not {VERSION}; build again")

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def find(
        self,
        text: str,
        limit: int = 20,
        types: Sequence[str] = (),
        kinds: Sequence[str] = KINDS,
        skip: int = 0,
    ) -> list[Hit]:
        """Return the best hits, at most `limit` of each kind: entities, then sentences, then documents.

        Names match by any part of them, and by pinyin or initials; sentences where they have all words. `types` keeps
        entities of some types; `skip` leaves out the first hits of each kind. Text that is no search finds nothing.
        """
        wanted = read(text)
        if not wanted.whole or limit <= 0:
            return []
        found: list[Hit] = []
        for kind in KINDS:
            if kind in kinds:
                hits = self._sentences(wanted) if kind == "sentence" else self._entities(wanted, kind, types)
                found += islice(hits, skip, skip + limit)
        return found

    def nearest(self, text: str, limit: int = 3) -> list[Hit]:
        """Return the entities whose names look or sound most like a text that is no name, best first."""
        wanted = folded(text)[:_LONGEST_NAME]
        sounds = sounds_of(text)[:_LONGEST_NAME]
        pairs = [f"characters : {phrase(letters(wanted[at : at + 2]))}" for at in range(max(1, len(wanted) - 1))]
        pairs += [f"syllables : {phrase(' '.join(sounds[at : at + 2]))}" for at in range(len(sounds) - 1)]
        shared: Counter[int] = Counter()
        names: dict[int, _Name] = {}
        for pair in dict.fromkeys(pairs) if wanted else ():
            for row in islice(self._names(f'{pair} NOT types : "document"'), _NEAR):
                shared[row[0]] += 1
                names[row[0]] = row
        best = sorted(shared, key=lambda number: (-shared[number] / (len(names[number][5]) + 4), number))[:60]
        ranked = sorted((-_alike(wanted, sounds, names[number]), number) for number in best)
        found: dict[int, Hit] = {}
        for ratio, number in ranked:
            if -ratio >= _ALIKE and names[number][1] not in found:
                found[names[number][1]] = self._hit(names[number], (), -ratio)
        return list(found.values())[:limit]

    def known(self, iris: Iterable[str]) -> dict[str, Known]:
        """Return what the index holds of entities and documents; IRIs that it does not have are left out."""
        found = {}
        for lot in batched(dict.fromkeys(iris), _AT_ONCE):
            for iri, name, types, *rest in self._base.execute(_KNOWN % ", ".join("?" * len(lot)), lot):
                found[iri] = Known(iri, name, tuple(types.split()), *rest)
        return found

    def sentences_of(self, document: str, limit: int, skip: int = 0) -> tuple[int, list[str]]:
        """Return how many sentences of a document the index has, and the IRIs of some, in the order of the text."""
        (count,) = self._base.execute(f"SELECT COUNT(*) {_OF_DOCUMENT}", (document,)).fetchone()
        asked = f"SELECT iri {_OF_DOCUMENT} ORDER BY id LIMIT ? OFFSET ?"
        return count, [iri for (iri,) in self._base.execute(asked, (document, limit, skip))]

    def aliases(self, iri: str) -> list[str]:
        """Return the other names of an entity."""
        return [text for (text,) in self._base.execute(_ALIASES, (iri,))]

    @cached_property
    def _syllables(self) -> Syllables:
        return Syllables(text for (text,) in self._base.execute("SELECT text FROM syllable"))

    def _names(self, asked: str) -> Iterator[_Name]:
        yield from self._base.execute(_BY_NAME, (asked,))

    def _entities(self, wanted: Wanted, kind: str, types: Sequence[str]) -> Iterator[Hit]:
        """Yield entities or documents, the best way of matching first, then the most important."""
        if kind == "document":
            only = ' AND types : "document"'
        elif types:
            only = (
                f" AND types : ({' OR '.join(phrase(one.lower()) for one in TYPES if one in types) or phrase('none')})"
            )
        else:
            only = ' NOT types : "document"'
        allowed = set(types) if types and kind == "entity" else None
        seen: set[int] = set()
        for row, spans, score in self._matches(wanted, only):
            if row[1] in seen:
                continue
            seen.add(row[1])
            hit = self._hit(row, spans, score)
            if hit.kind == kind and (allowed is None or allowed & set(hit.types)):
                yield hit

    def _matches(self, wanted: Wanted, only: str) -> Iterator[tuple[_Name, Sequence[str] | tuple[int, int], float]]:
        """Yield names with what matched in them, as strings or as a range of their characters, and their worth."""
        whole = phrase(letters(wanted.whole))
        for row in self._base.execute(_BY_FOLDED, (wanted.whole,)):
            yield row, (wanted.whole,), _EXACT - _ALIAS * (1 - row[2])
        for row in self._names(f"(characters : ^ {whole}){only}"):
            yield row, (wanted.whole,), _START - _ALIAS * (1 - row[2])
        heard = self._heard(wanted.spelt, only) if wanted.spelt else []
        yield from (one for one in heard if one[2] > _INSIDE)
        for row in self._names(f"(characters : {whole}){only}"):
            yield row, (wanted.whole,), _INSIDE - _ALIAS * (1 - row[2])
        yield from (one for one in heard if one[2] <= _INSIDE)
        if len(wanted.parts) > 1:
            every = " AND ".join(f"characters : {phrase(letters(part))}" for part in wanted.parts)
            for row in self._names(f"({every}){only}"):
                yield row, wanted.parts, _PARTS - _ALIAS * (1 - row[2])

    def _heard(self, text: str, only: str) -> list[tuple[_Name, tuple[int, int], float]]:
        """Return the names that sound as spelt, the best first."""
        ways = self._syllables.cuts(text)
        found: list[tuple[_Name, tuple[int, int], float]] = []
        if not ways:
            return found
        patterns = fitting(ways)
        for row in islice(self._names(f"({sounding(ways, self._syllables)}){only}"), _HEARD):
            sounds, size = row[4], row[4].count(" ") + 1
            places_ = [
                (match.start(), way) for way, one in zip(ways, patterns, strict=True) if (match := one.search(sounds))
            ]
            if places_:
                start, way = min(places_, key=lambda pair: (pair[0] > 0, len(pair[1]) != size, pair[0]))
                worth = _SOUNDS_INSIDE if start else _SOUNDS if len(way) == size else _SOUNDS_START
                at = sounds.count(" ", 0, start)
                found.append((row, (at, at + len(way)), worth - _ALIAS * (1 - row[2])))
        return sorted(found, key=lambda one: (-one[2], one[0][0]))

    def _hit(self, row: _Name, matched: Sequence[str] | tuple[int, int], score: float) -> Hit:
        iri, name, types, place, year = self._base.execute(
            "SELECT iri, name, types, place, year FROM entity WHERE id = ?", (row[1],)
        ).fetchone()
        shown = row[3] or name
        spans: tuple[tuple[int, int], ...] = ()
        if matched and isinstance(matched[0], int):
            known = places(shown)
            spans = ((known[matched[0]][1], known[matched[1] - 1][1] + 1),)  # type: ignore[operator]
        elif matched:
            spans = marks(shown, matched)  # type: ignore[arg-type]
        kinds = tuple(types.split())
        kind = "document" if kinds == ("Document",) else "entity"
        return Hit(kind, iri, name, kinds, place, row[3], spans, year=year, score=round(score, 4))

    def _sentences(self, wanted: Wanted) -> Iterator[Hit]:
        """Yield sentences by BM25; of words that very many have, the newest sentences are ranked.

        The frequencies of words are read from a table: SQLite's own bm25() would go through all sentences to count.
        """
        rows: list[tuple[int, str]] = []
        for asked in wanted.sentences():
            if len(rows) < _FEW:
                rows = self._base.execute(_MATCHED, (asked, _RANKED)).fetchall()
        weights = {one: self._rarity(one) for one in wanted.strings()}
        ranked = sorted((-self._worth(text, weights), number) for number, text in rows)
        for worth, number in ranked:
            iri, text, section, basis, spoken, document, title, year = self._base.execute(
                _SENTENCE, (number,)
            ).fetchone()
            yield Hit(
                "sentence", iri, "", (), "", text, marks(text, weights), document, title,
                spoken if spoken is not None else year, section, basis, round(-worth, 4),
            )  # fmt: skip

    @cached_property
    def _size(self) -> tuple[int, float]:
        """How many sentences there are, and how long they are on average."""
        count, length = self._base.execute("SELECT COUNT(*), AVG(LENGTH(text)) FROM sentence").fetchone()
        return count, length or 1.0

    def _rarity(self, word: str) -> float:
        """Return the inverse document frequency of a word; what is no word of the index counts as a rare one."""
        row = self._base.execute("SELECT sentences FROM word WHERE text = ?", (word,)).fetchone()
        held = row[0] if row else 0
        return log(1 + (self._size[0] - held + 0.5) / (held + 0.5))

    def _worth(self, text: str, weights: Mapping[str, float]) -> float:
        looked = text.casefold()
        fair = _K * (1 - _B + _B * len(text) / self._size[1])
        return round(sum(w * n * (_K + 1) / (n + fair) for one, w in weights.items() if (n := looked.count(one))), 6)


def _alike(wanted: str, sounds: Sequence[str], name: _Name) -> float:
    """Return how much a name is like a text, from 0 to 1; what only sounds alike counts a little less."""
    from difflib import SequenceMatcher

    looks = SequenceMatcher(None, wanted, name[5]).ratio()
    return max(looks, 0.9 * SequenceMatcher(None, sounds, name[4].split()).ratio())
