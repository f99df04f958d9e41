"""How much may come in, and how long that may take."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope


class TooMuch(Exception):
    """A request that is larger or slower than its door allows."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def check_length(scope: Scope, most_bytes: int) -> None:
    """Refuse a request that says beforehand that it is too large, or does not say it in digits."""
    told = Headers(scope=scope).get("content-length")
    if told is None:
        return
    if not told.isascii() or not told.isdigit():
        raise TooMuch(400)
    if len(told) > 15 or int(told) > most_bytes:
        raise TooMuch(413)


class Intake:
    """Hands on the content of a request, up to its size and its time."""

    def __init__(self, receive: Receive, *, most_bytes: int, body_s: float) -> None:
        self._receive = receive
        self._most_bytes = most_bytes
        self._until_s = asyncio.get_running_loop().time() + body_s
        self._size = 0
        self._is_whole = False

    async def __call__(self) -> Message:
        """Return the next part; raises TooMuch when there is too much of it or it comes too late."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until_s):
                message = await self._receive()
        except TimeoutError as error:
            raise TooMuch(408) from error
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)
            if self._size > self._most_bytes:
                raise TooMuch(413)
        return message
