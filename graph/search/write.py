"""A source in; the file of its search index out: names by characters and by sounds, sentences by words and characters.

Rows are numbered by importance, so that the first matches of a common search are the best ones and no search needs to
look at all of them. The index holds characters and words as separate tokens: any part of a name is a phrase of it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from graph.errors import GraphError
from graph.remote import Source
from graph.search.folding import folded, letters, places
from graph.search.reading import Named, Said, batched, mentioned, named, papers, said
from graph.text.words import searched
from graph.view.pinyin import spelled

__all__ = ["VERSION", "sounds_of", "write_index"]

#: Told in the file; an index of another version is made again.
VERSION = 1
_LOT = 2000
#: Letters and digits outside ASCII are tokens as they are; case and width are folded before.
_TOKENS = "tokenize='ascii'"
_TABLES = f"""
CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT, name TEXT, types TEXT, place TEXT, weight INTEGER, year INTEGER);
CREATE TABLE name (id INTEGER PRIMARY KEY, entity INTEGER, preferred INTEGER, text TEXT, folded TEXT, sounds TEXT);
CREATE VIRTUAL TABLE names USING fts5(characters, syllables, initials, types, content='', {_TOKENS});
CREATE TABLE sentence (id INTEGER PRIMARY KEY, iri TEXT, document INTEGER, text TEXT, section TEXT, basis TEXT,
  year INTEGER);
CREATE VIRTUAL TABLE sentences USING fts5(words, characters, content='', {_TOKENS});
CREATE TABLE word (text TEXT PRIMARY KEY, sentences INTEGER) WITHOUT ROWID;
CREATE TABLE syllable (text TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE waiting (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE known (iri TEXT, name TEXT, aliases TEXT, types TEXT, place TEXT, weight INTEGER, year INTEGER);
CREATE TEMP TABLE told (iri TEXT, document TEXT, start INTEGER, text TEXT, section TEXT, basis TEXT, year INTEGER);
"""
_BETWEEN = "\x1f"
_ORDERED = "SELECT * FROM known ORDER BY weight DESC, name, iri"
#: The newest documents first; what a document says, in its order.
_SENTENCES = """SELECT told.iri, entity.id, told.text, told.section, told.basis, told.year FROM told
  JOIN entity ON entity.iri = told.document
  ORDER BY entity.year IS NULL, entity.year DESC, told.document, told.start, told.iri"""


def write_index(source: Source, path: str | Path) -> None:
    """Write the search index of a graph to a file; an index that is there is replaced when all is done.

    The same graph gives the same rows. Raises GraphError where the file cannot be written.
    """
    place = Path(path)
    new = place.with_name(f".{place.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(new)) as base:
            base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;")
            base.executescript(_TABLES)
            with base:
                _read(base, source)
                _write_names(base)
                _write_sentences(base)
            base.executescript(
                "INSERT INTO names(names) VALUES('optimize'); INSERT INTO sentences(sentences) VALUES('optimize');"
                "CREATE UNIQUE INDEX entity_iri ON entity (iri); CREATE INDEX name_folded ON name (folded);"
                "CREATE INDEX name_entity ON name (entity); CREATE INDEX sentence_document ON sentence (document);"
                "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, sentences, col);"
                "INSERT INTO word SELECT term, doc FROM vocabulary WHERE col = 'words'; DROP TABLE vocabulary;"
                f"DROP TABLE told; DROP TABLE known; DROP TABLE waiting; PRAGMA user_version={VERSION};"
            )
        new.replace(place)
    except (OSError, sqlite3.Error) as error:
        raise GraphError(f"{place}: the search index cannot be written ({error})") from error
    finally:
        new.unlink(missing_ok=True)


def _read(base: sqlite3.Connection, source: Source) -> None:
    """Put what the graph says into the tables that wait to be ordered."""
    for iris in batched(mentioned(source), _LOT):
        base.executemany("INSERT OR IGNORE INTO waiting VALUES (?)", ((iri,) for iri in iris))
    known = "INSERT INTO known VALUES (?, ?, ?, ?, ?, ?, ?)"
    for paper in papers(source):
        row = (paper.iri, paper.title, "", "Document", paper.subject, paper.weight, paper.year)
        base.execute(known, row)
    base.executemany(known, map(_row, named(source, _waiting(base))))
    base.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", map(_told, said(source)))


def _waiting(base: sqlite3.Connection) -> Iterator[str]:
    for (iri,) in base.execute("SELECT iri FROM waiting ORDER BY iri"):
        yield iri


def _row(one: Named) -> tuple[str | int | None, ...]:
    return (one.iri, one.name, _BETWEEN.join(one.aliases), " ".join(one.types), one.place, one.weight, None)


def _told(one: Said) -> tuple[str | int | None, ...]:
    return (one.iri, one.document, one.start, one.text, one.section, one.basis, one.year)


def _write_names(base: sqlite3.Connection) -> None:
    """Number entities and documents by their weight and their names with them."""
    number = 0
    heard: set[str] = set()
    for entity, row in enumerate(base.execute(_ORDERED), 1):
        iri, name, aliases, types, place, weight, year = row
        base.execute("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?)", (entity, iri, name, types, place, weight, year))
        for preferred, text in [(1, name), *((0, alias) for alias in aliases.split(_BETWEEN) if alias)]:
            number += 1
            shown = folded(text)
            sounds = sounds_of(text)
            heard.update(one for one in sounds if one.isascii() and one.isalpha() and len(one) > 1)
            base.execute(
                "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)",
                (number, entity, preferred, "" if preferred else text, shown, " ".join(sounds)),
            )
            tokens = (letters(shown), " ".join(sounds), " ".join(one[0] for one in sounds), types)
            base.execute(
                "INSERT INTO names(rowid, characters, syllables, initials, types) VALUES (?, ?, ?, ?, ?)",
                (number, *tokens),
            )
    base.executemany("INSERT INTO syllable VALUES (?)", ((one,) for one in sorted(heard)))


def sounds_of(name: str) -> list[str]:
    """Return how each character of a name is read; letters and digits stand for themselves.

    >>> sounds_of("甲山A园")
    ['jia', 'shan', 'a', 'yuan']
    """
    read = spelled(name)
    if len(read) != len(name):  # a character that the library splits or swallows
        read = [""] * len(name)
    return [read[at] or one for one, at in places(name)]


def _write_sentences(base: sqlite3.Connection) -> None:
    rows = "INSERT INTO sentence VALUES (?, ?, ?, ?, ?, ?, ?)"
    tokens = "INSERT INTO sentences(rowid, words, characters) VALUES (?, ?, ?)"
    for number, row in enumerate(base.execute(_SENTENCES), 1):
        base.execute(rows, (number, *row))
        text = row[2]
        words = " ".join(filter(None, map(folded, searched(text))))
        base.execute(tokens, (number, words, letters(folded(text))))
