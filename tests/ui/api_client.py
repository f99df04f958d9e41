"""A sender to the API that speaks to its routes without a network."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette

from stormdesk.domain.feed import FeedKind
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.sources import Source, make_token, set_source

AT = datetime(2026, 7, 1, tzinfo=UTC)
EVENT = {
    "event_id": "gate-1",
    "subject": "log",
    "subject_id": "desk",
    "facet": "entry",
    "status": "noted",
    "happened_at": "2022-09-14T08:00:00+08:00",
}
POSITION = {"mmsi": "412345678", "positioned_at": "2022-09-14T08:00:00+08:00", "lat": 28.1, "lon": 121.6}
READING = {"gauge_id": "g1", "quantity": "rain_mm_1h", "read_at": "2022-09-14T08:00:00+08:00", "value": 1.5}
WARNING = {
    "warning_id": "w1",
    "issued_at": "2022-09-14T08:00:00+08:00",
    "action": "issue",
    "kind": "typhoon",
    "colour": "orange",
    "issuer": "气象台",
    "title": "台风橙色预警",
}
SAMPLES = {"events": EVENT, "positions": POSITION, "readings": READING, "warnings": WARNING}


@dataclass(frozen=True, slots=True)
class Reply:
    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Client:
    """Speaks to the routes and guards as a peer on this machine, without a network."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def get(self, path: str, headers: dict[str, str] | None = None) -> Reply:
        return self.request("GET", path, headers=headers)

    def request(
        self, method: str, path: str, *, content: bytes = b"", headers: dict[str, str] | None = None
    ) -> Reply:
        with ThreadPoolExecutor(max_workers=1) as beside:
            return beside.submit(asyncio.run, self._ask(method, path, content, headers or {})).result()

    async def _ask(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> Reply:
        plain, _, query = path.partition("?")
        sent = {"host": "localhost:8501", **headers}
        scope = {
            "type": "http",
            "method": method,
            "path": plain,
            "raw_path": plain.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), word.encode("latin-1")) for name, word in sent.items()],
            "client": ("127.0.0.1", 5000),
            "server": ("localhost", 8501),
            "scheme": "http",
            "http_version": "1.1",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
        }
        parts = [content[at : at + 65_536] for at in range(0, len(content), 65_536)] or [b""]
        messages: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            part = parts.pop(0) if parts else b""
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: dict[str, Any]) -> None:
            messages.append(message)

        await self._app(scope, receive, send)
        told = {name.decode(): word.decode() for name, word in messages[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in messages[1:])
        return Reply(messages[0]["status"], told, body)


@dataclass
class Sender:
    """A source with its token, speaking to the server as from this machine."""

    desk: Desk
    client: Client
    token: str

    def post(self, path: str, content: object, **headers: str) -> Any:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        sent = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        sent |= {name.replace("_", "-"): word for name, word in headers.items()}
        return self.client.request("POST", f"/api/v1/{path}", content=body, headers=sent)

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers={"authorization": f"Bearer {self.token}"})


def add_source(desk: Desk, source_id: str, *kinds: FeedKind, max_per_min: int = 600) -> str:
    made = Source(
        source_id=source_id,
        name_zh=source_id,
        name_en=source_id,
        kinds=frozenset(kinds or FeedKind),
        max_per_min=max_per_min,
    )
    set_source(desk.store, made, by="test", at=AT)
    return make_token(desk.store, source_id, by="test", at=AT)


def results(answer: Any) -> list[str]:
    return [item["result"] for item in answer.json()["items"]]
