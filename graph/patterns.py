"""Patterns with {lists} and types of mentions in; regular expressions and the characters they match out."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache

from graph.errors import RuleError
from graph.lexicon import GRAMMAR, regions, words
from graph.records import TYPES
from graph.values.numbers import KINDS

__all__ = ["AMOUNTS", "RATIO", "Pattern", "amount_char", "fault", "fold_char", "lists_of", "marked", "word_list"]

#: Mentions and quantities are folded into characters of the private-use area, one for each type and kind; a claim rule
#: is an ordinary regular expression over the text folded so.
_FOLD_BASE = 0xE000
_AMOUNT_BASE = 0xE100
_LIST_BASE = 0xF0000
#: The body of a character class that matches any folded quantity, and the character of a ratio of three parts.
AMOUNTS = f"{chr(_AMOUNT_BASE)}-{chr(_AMOUNT_BASE + len(KINDS) - 1)}"
RATIO = "\ue1ff"
_REFERENCE = re.compile(r"\{([a-z][a-z_-]*)\}")


def fold_char(kind: str) -> str:
    """Return the private-use character that stands for a mention of a type.

    >>> hex(ord(fold_char("Region")))
    '0xe000'
    """
    return chr(_FOLD_BASE + TYPES.index(kind))


def amount_char(kind: str) -> str:
    """Return the private-use character that stands for a quantity of a kind.

    >>> hex(ord(amount_char("Money")))
    '0xe100'
    """
    return chr(_AMOUNT_BASE + KINDS.index(kind))


@cache
def word_list(name: str) -> tuple[str, ...]:
    """Return the words of the cue, head or gazetteer list of that name; "regions" are the names of all regions."""
    if name == "regions":
        return tuple(sorted((name for name in regions().by_name if len(name) > 1), key=lambda name: (-len(name), name)))
    for kind in ("cues", "heads", "gazetteers"):
        path = GRAMMAR / kind / f"{name}.txt"
        if path.exists():
            return words(path)
    raise RuleError(f"grammar: no list cues/{name}.txt or heads/{name}.txt")


@cache
def _alternation(name: str) -> str:
    return "(?:" + "|".join(map(re.escape, word_list(name))) + ")"


def _expand(pattern: str) -> str:
    return _REFERENCE.sub(lambda match: _alternation(match[1]), pattern)


def marked(pattern: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Return a pattern with one character for each of its lists, and the words that the characters stand for.

    >>> marked("(?:{invest})?甲")[0].endswith("甲")
    True
    """
    names = {name: chr(_LIST_BASE + number) for number, name in enumerate(sorted(lists_of(pattern)))}
    return _REFERENCE.sub(lambda match: names[match[1]], pattern), {
        char: word_list(name) for name, char in names.items()
    }


def lists_of(pattern: str) -> frozenset[str]:
    """Return the names of the word lists that a pattern refers to.

    >>> sorted(lists_of("(?:{invest})?<n>{project}"))
    ['invest', 'project']
    """
    return frozenset(match[1] for match in _REFERENCE.finditer(pattern))


class Pattern:
    """A regular expression whose lists are filled in, and which is compiled, when it is first used.

    It runs over many sentences at once, one a line: ^ and $ are the ends of a sentence, [^…] never leaves it. Using it
    raises RuleError, with `where`, for a fault.
    """

    __slots__ = ("_regex", "_source", "_where")

    def __init__(self, source: str, where: str) -> None:
        self._source, self._where = source, where
        self._regex: re.Pattern[str] | None = None

    @property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression."""
        if self._regex is None:
            try:
                self._regex = re.compile(_expand(self._source).replace("[^", "[^\\n"), re.MULTILINE)
            except (re.error, RuleError) as error:
                raise fault(self._where, error) from error
        return self._regex

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Yield the matches between two places of a text."""
        return self.regex.finditer(text, start, end)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text."""
        return self.regex.search(text)


def fault(where: str, error: Exception) -> RuleError:
    """Return what to raise for a pattern that cannot be read.

    >>> str(fault("rules/a.toml: rule b", re.error("missing )")))
    'rules/a.toml: rule b: the pattern does not compile (missing )); mend it'
    """
    if isinstance(error, re.error):
        return RuleError(f"{where}: the pattern does not compile ({error}); mend it")
    return RuleError(f"{where}: {error}")
