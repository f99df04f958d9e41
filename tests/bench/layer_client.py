"""A map's own fetching of its layers, as the map's script does it: whole once, then what changed."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import re
import time
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

_BOOT = re.compile(r'stormdesk\.boot\([^,]*,\s*\\*"([A-Za-z0-9+/=]+)')


@dataclass(frozen=True, slots=True)
class Feed:
    """One layer that a map asks for by itself."""

    name: str
    kind: str
    every_s: float
    query: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class LayerTally:
    """What all visitors met of one layer."""

    took_ms: list[float] = field(default_factory=list)
    whole_bytes: list[int] = field(default_factory=list)
    change_bytes: list[int] = field(default_factory=list)
    unchanged: int = 0
    errors: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, version, all bytes, and the body as it travelled."""

    status: int
    version: str
    size: int
    body: bytes


def feeds_in(arguments: str) -> Iterator[Feed]:
    """The layers that a map's settings name, out of the component's arguments."""
    found = _BOOT.search(arguments)
    if found is None:
        return
    for layer in json.loads(b64decode(found.group(1)))["fetched"]:
        query = tuple(sorted((str(key), str(value)) for key, value in layer["query"].items()))
        yield Feed(layer["name"], layer["kind"], float(layer["every_s"]), query)


class LayerClient:
    """One map's requests for one layer, each on a connection of its own: the server soon drops idle ones."""

    def __init__(self, url: str, cookie: str, feed: Feed, tally: LayerTally) -> None:
        self._cookie = cookie
        self._host = urlsplit(url).hostname or ""
        self._port = urlsplit(url).port or 80
        self._feed, self._tally = feed, tally
        self._version = ""

    async def repeat(self) -> None:
        """Ask at once, then again and again at the layer's rhythm."""
        while True:
            began = time.perf_counter()
            try:
                answer = await self._ask()
            except OSError:
                self._tally.errors += 1
            else:
                self._tally.took_ms.append((time.perf_counter() - began) * 1000)
                self._count(answer)
            await asyncio.sleep(self._feed.every_s * (0.95 + random.random() * 0.1))  # noqa: S311  a phase

    async def _ask(self) -> Answer:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            return await self._exchange(reader, writer)
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Answer:
        query = dict(self._feed.query) | ({"since": self._version} if self._version else {})
        lines = [
            f"GET /layers/{self._feed.name}?{urlencode(query)} HTTP/1.1",
            f"Host: {self._host}:{self._port}",
            "Accept-Encoding: gzip",
            f"Cookie: {self._cookie}",
            *([f'If-None-Match: "{self._version}"'] if self._version else []),
        ]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = await reader.readuntil(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").splitlines()
        headers = dict(line.lower().split(": ", 1) for line in rest if ": " in line)
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        tag = headers.get("etag", "").strip('"')
        return Answer(int(first.split()[1]), tag, len(head) + len(body), body)

    def _count(self, answer: Answer) -> None:
        if answer.status == 304:
            self._tally.unchanged += 1
        elif answer.status != 200:
            self._tally.errors += 1
        elif self._version:
            self._tally.change_bytes.append(answer.size)
        else:
            self._tally.whole_bytes.append(answer.size)
            columns = json.loads(gzip.decompress(answer.body))["columns"]
            self._tally.rows = max(self._tally.rows, len(columns["id"]))
        self._version = answer.version or self._version
