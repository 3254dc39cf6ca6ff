"""A SPARQL query as text in; its tokens out, each with its kind and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.errors import QueryError

__all__ = ["Token", "decoded", "place", "tokens"]

# The classes of characters are those of the grammar, https://www.w3.org/TR/sparql11-query/#sparqlGrammar
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS = f"{_BASE}_{_INNER}\\-"
_HEX = "[0-9A-Fa-f]"
_POINT = rf"\\u(?![dD][89a-fA-F]){_HEX}{{4}}|\\U(?!0000[dD][89a-fA-F])00(?:0{_HEX}|10){_HEX}{{4}}"
_ESCAPE = rf"\\[tbnrf\"'\\]|{_POINT}"
_PLX = rf"%{_HEX}{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_BASE}_:0-9]|{_PLX})(?:\.*+(?:[{_CHARS}:]|{_PLX}))*+"
_CODEPOINT = re.compile(rf"(?<!\\)((?:\\\\)*)\\(?:u({_HEX}{{4}})|U({_HEX}{{8}}))")
#: What can be an IRI after a value in brackets, and as well a comparison with all kinds of things behind it.
_DOUBTFUL = re.compile(r"(?![A-Za-z][A-Za-z0-9+.\-]*://).*[#')]", re.DOTALL)
_OPENING = {")": "(", "}": "{", "]": "["}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: kind is iri, string, variable, blank, language, name (prefixed), word or mark.

    `start` counts the characters before it.
    """

    kind: str
    text: str
    start: int


@cache
def _pattern() -> re.Pattern[str]:
    long = "|".join(rf"{q * 3}(?:{q}{{0,2}}(?:[^{q}\\]|{_ESCAPE}))*+{q * 3}" for q in "\"'")
    short = "|".join(rf"{q}(?:[^{q}\\\n\r]|{_ESCAPE})*+{q}" for q in "\"'")
    kinds = (
        r"(?P<space>[ \t\r\n]+|\#[^\r\n]*+)",
        rf"(?P<iri><(?:[^\x00-\x20<>\"{{}}|^`\\]|{_POINT})*+>)",
        rf"(?P<string>{long}|(?!\"\"\"|'''){'(?:' + short + ')'})",
        rf"(?P<variable>[?$][{_BASE}_0-9][{_BASE}_{_INNER}]*+)",
        rf"(?P<blank>_:[{_BASE}_0-9](?:\.*+[{_CHARS}])*+)",
        r"(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)",
        rf"(?P<run>(?:[{_CHARS}](?:\.*+[{_CHARS}])*+)?+)(?P<local>:(?:{_LOCAL})?+)",
        rf"(?P<words>[{_CHARS}](?:\.*+[{_CHARS}])*+)",
        r"(?P<mark>.)",
    )
    return re.compile("|".join(kinds), re.DOTALL)


def place(text: str, start: int) -> tuple[int, int]:
    """Return line and column, from 1, of what stands after `start` characters.

    >>> place("ASK {\\n  ?s", 8)
    (2, 3)
    """
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _refusal(text: str, start: int, reason: str) -> QueryError:
    line, column = place(text, start)
    return QueryError(f"query line {line}, column {column}: {reason}")


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query; comments and white space are none.

    Raises QueryError where a string does not end, and where `<` may begin an IRI as well as be a comparison: engines
    differ there, and what one of them takes for an IRI another would run.

    >>> [(token.kind, token.text) for token in tokens("ASK { ?from a ex:service } # LOAD")]
    [('word', 'ASK'), ('mark', '{'), ('variable', '?from'), ('word', 'a'), ('name', 'ex:service'), ('mark', '}')]
    """
    brackets: list[str] = []
    value = False
    for match in _pattern().finditer(text):
        kind, piece, start = match.lastgroup or "", match.group(), match.start()
        if kind == "space":
            continue
        if kind == "iri" and value and brackets[-1:] == ["("] and _DOUBTFUL.match(piece, 1):
            reason = "this < may compare or begin an IRI; write a space after it, or the IRI with a prefix"
            raise _refusal(text, start, reason)
        if kind == "words":
            yield from _words(piece, start)
        elif kind == "local":
            yield Token("name", piece, start)
        else:
            yield Token(kind, piece, start)
        value = kind != "mark" or piece in ")}]"
        if kind == "mark":
            if piece in "\"'":
                raise _refusal(text, start, "a string begins here that does not end, or that has an unknown \\ in it")
            if piece in "({[":
                brackets.append(piece)
            elif brackets and brackets[-1] == _OPENING.get(piece):
                brackets.pop()


def _words(piece: str, start: int) -> Iterator[Token]:
    for word in piece.split("."):
        if word:
            yield Token("word", word, start)
        start += len(word) + 1


def decoded(text: str) -> tuple[str, list[int]]:
    r"""Return a query with its \u escapes replaced, as the grammar wants it done before all else, and where each
    character of it stood.

    >>> decoded(r"SERV\u0049CE")[0]
    'SERVICE'
    """
    pieces, starts, last = [], [], 0
    for match in _CODEPOINT.finditer(text):
        kept = text[last : match.end(1)]
        number = int(match[2] or match[3], 16)
        pieces += [kept, chr(number) if number < 0x110000 else "\ufffd"]
        starts += [*range(last, match.end(1)), match.end(1)]
        last = match.end()
    return "".join([*pieces, text[last:]]), [*starts, *range(last, len(text) + 1)]
