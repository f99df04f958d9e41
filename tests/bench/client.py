"""Many visitors in one process of their own, speaking Streamlit's protocol without a browser.

Each connects, runs the page once, then asks for its fragments again at the page's own rhythm and at a phase
of its own, and fetches the map's layers as the map's script does. Run as
`python -m tests.bench.client URL PAGE SESSIONS SECONDS`; it prints one JSON object per stage.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from stormdesk.ui.asgi.cookie import SESSION
from tests.bench.layer_client import Feed, LayerClient, LayerTally, feeds_in

LOADING_AT_ONCE = 2
REMEMBERED_RUNS = 2


@dataclass(slots=True)
class Tally:
    """What all visitors met together."""

    first_ms: list[float] = field(default_factory=list)
    first_bytes: list[int] = field(default_factory=list)
    refresh_ms: list[float] = field(default_factory=list)
    refresh_bytes: list[int] = field(default_factory=list)
    layers: dict[str, LayerTally] = field(default_factory=dict)
    unfinished: int = 0
    errors: int = 0


class CountingConnection(ClientConnection):
    """A connection that counts the bytes on the wire, compressed where both sides agreed to it."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Count, then go on."""
        self.received += len(data)
        super().data_received(data)


class Visitor:
    """One session: a socket, what it remembers, and the fragments that refresh themselves."""

    def __init__(self, url: str, page: str, query: str, token: str, tally: Tally) -> None:
        self._url, self._page, self._query, self._tally = url, page, query, tally
        self._cookie = f"{SESSION}={token}"
        self._socket: CountingConnection
        self._lock = asyncio.Lock()
        self._script_hash = ""
        self._intervals: dict[str, float] = {}
        self._remembered: dict[str, int] = {}
        self._runs = 0
        self._feeds: dict[str, Feed] = {}

    async def arrive(self) -> None:
        """Connect, run the whole page once, and fetch its layers."""
        self._socket = await connect(
            self._url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],
            origin=self._url,
            additional_headers={"Cookie": self._cookie},
            create_connection=CountingConnection,
            max_size=None,
            ping_interval=None,
        )
        took_ms, size = await self._run()
        self._tally.first_ms.append(took_ms)
        self._tally.first_bytes.append(size)

    async def stay(self, seconds: float) -> None:
        """Refresh fragments and layers until the time is over."""
        layers = self._tally.layers
        clients = [
            LayerClient(self._url, self._cookie, feed, layers.setdefault(feed.name, LayerTally()))
            for feed in self._feeds.values()
        ]
        tasks = [
            asyncio.create_task(self._repeat(fragment, interval))
            for fragment, interval in self._intervals.items()
        ]
        tasks += [asyncio.create_task(client.repeat()) for client in clients]
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def leave(self) -> None:
        """Close the socket."""
        await self._socket.close()

    async def _repeat(self, fragment: str, interval_s: float) -> None:
        await asyncio.sleep(random.random() * interval_s)  # noqa: S311  a phase, not a secret
        while True:
            began = time.perf_counter()
            try:
                took_ms, size = await self._run(fragment)
            except asyncio.CancelledError:
                self._tally.unfinished += 1
                self._tally.refresh_ms.append((time.perf_counter() - began) * 1000)
                raise
            self._tally.refresh_ms.append(took_ms)
            self._tally.refresh_bytes.append(size)
            await asyncio.sleep(max(interval_s - (time.perf_counter() - began), 0))

    async def _run(self, fragment: str = "") -> tuple[float, int]:
        async with self._lock:
            request = BackMsg()
            state = request.rerun_script
            state.query_string, state.fragment_id = self._query, fragment
            state.page_script_hash = self._script_hash
            state.page_name = "" if self._script_hash else self._page
            state.is_auto_rerun = bool(fragment)
            state.cached_message_hashes.extend(self._remembered)
            state.context_info.timezone = "Asia/Shanghai"
            state.context_info.url = self._url
            began, received = time.perf_counter(), self._socket.received
            await self._socket.send(request.SerializeToString())
            await self._listen()
            took_ms = (time.perf_counter() - began) * 1000
            size = self._socket.received - received
        self._forget()
        return took_ms, size

    async def _listen(self) -> None:
        async for payload in self._socket:
            message = ForwardMsg.FromString(payload)  # type: ignore[arg-type]
            self._take(message)
            if message.WhichOneof("type") != "script_finished":
                continue
            if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return
        raise ConnectionError("the server hung up")

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self._remembered[message.hash] = self._runs
        if kind == "ref_hash":
            self._remembered[message.ref_hash] = self._runs
        elif kind == "new_session":
            self._script_hash = message.new_session.page_script_hash
        elif kind == "auto_rerun":
            self._intervals[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._look_at(message.delta.new_element)

    def _look_at(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR):
            self._tally.errors += 1
        elif kind == "component_instance":
            for feed in feeds_in(element.component_instance.json_args):
                self._feeds.setdefault(feed.name, feed)

    def _forget(self) -> None:
        self._runs += 1
        oldest = self._runs - REMEMBERED_RUNS
        self._remembered = {name: run for name, run in self._remembered.items() if run >= oldest}


async def visit(asked: argparse.Namespace) -> None:
    """Let all visitors in, a few at a time, then let them stay together."""
    tally = Tally()
    tokens = asked.tokens.split(",")
    visitors = [
        Visitor(asked.url, asked.page, asked.query, tokens[place % len(tokens)], tally)
        for place in range(asked.sessions)
    ]
    loading = asyncio.Semaphore(LOADING_AT_ONCE)

    async def arrive(visitor: Visitor) -> None:
        async with loading:
            await visitor.arrive()

    await asyncio.gather(*(arrive(visitor) for visitor in visitors))
    _say("arrived", tally)
    await asyncio.gather(*(visitor.stay(asked.seconds) for visitor in visitors))
    _say("stayed", tally)
    await asyncio.gather(*(visitor.leave() for visitor in visitors))


def _say(stage: str, tally: Tally) -> None:
    sys.stdout.write(json.dumps({"stage": stage, **asdict(tally)}) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the command line and visit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("page")
    parser.add_argument("sessions", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--query", default="")
    parser.add_argument("--tokens", default="")
    asyncio.run(visit(parser.parse_args()))


if __name__ == "__main__":
    main()
