"""Answers of many bytes to readers that are slow, stand still or leave: memory is counted and given back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from graph.errors import BusyError
from graph.serve import sending
from graph.serve.sending import Outgoing, Whole

SCOPE = {"type": "http", "method": "GET"}
BODY = bytes(1_000_000)


def sent(response: Whole, wait: float = 0.0, method: str = "GET") -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        messages.append(message)
        await asyncio.sleep(wait if message["type"] == "http.response.body" else 0)

    async def receive() -> Any:
        await asyncio.sleep(60)

    asyncio.run(response({**SCOPE, "method": method}, receive, send))
    return messages


def test_a_long_answer_goes_out_in_pieces_with_its_length_told_first() -> None:
    outgoing = Outgoing(10_000_000)
    messages = sent(Whole(BODY, outgoing, 200, {"content-type": "text/csv"}))
    head, *pieces = messages
    assert (b"content-length", b"1000000") in head["headers"]
    assert b"".join(piece["body"] for piece in pieces) == BODY
    assert [piece["more_body"] for piece in pieces] == [True] * (len(pieces) - 1) + [False]
    assert max(len(piece["body"]) for piece in pieces) < 300_000
    assert outgoing.bytes == 0


def test_a_reader_that_stands_still_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_PATIENCE", 0.05)
    outgoing = Outgoing(10_000_000)
    messages = sent(Whole(BODY, outgoing, 200, {}), wait=5.0)
    assert sum(len(one.get("body", b"")) for one in messages) < len(BODY)
    assert messages[-1]["more_body"]
    assert outgoing.bytes == 0


def test_answers_that_wait_for_their_readers_have_a_limit() -> None:
    outgoing = Outgoing(1_500_000)
    first = Whole(BODY, outgoing, 200, {})
    with pytest.raises(BusyError, match="being sent"):
        Whole(BODY, outgoing, 200, {})
    sent(first)
    sent(Whole(BODY, outgoing, 200, {}))
    assert outgoing.bytes == 0


def test_one_answer_beyond_the_limit_is_sent_when_nothing_else_is() -> None:
    outgoing = Outgoing(10)
    assert b"".join(one.get("body", b"") for one in sent(Whole(BODY, outgoing, 200, {}))) == BODY
