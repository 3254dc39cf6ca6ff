"""The candidate that the finders of this folder hand to one another: a name at its place in the clean text."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Found"]


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate name: start and end (of its own words) in the clean text, type, rule and the rule's priority.

    `tail` is the stretch of a shared head that belongs to the name too, `lead` that of a shared beginning (甲核电二期,
    where only 二期 is written), None where there is none.
    """

    start: int
    end: int
    type: str
    rule: str
    priority: int
    tail: tuple[int, int] | None = None
    lead: tuple[int, int] | None = None

    @property
    def own(self) -> int:
        """The length of its own words."""
        return self.end - self.start
