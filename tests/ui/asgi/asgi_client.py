"""Speaks to an ASGI application as a server would, with a jar of cookies, without a network."""

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from stormdesk.ui import server

HERE = ("127.0.0.1", 5000)
ELSEWHERE = ("192.0.2.7", 5000)
ORIGIN = "http://localhost:8501"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    set_cookies: tuple[str, ...] = ()
    path: str = "/"

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        """Where a browser goes from here; empty when it stays."""
        told = self.headers.get("location")
        return "" if told is None else urljoin(self.path, told)


def run(task: Coroutine[Any, Any, Any]) -> Any:
    """Run a task in a thread of its own: the browser tests keep a loop running in this one."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(asyncio.run, task).result()


def guarded(routes: Sequence[BaseRoute] | None = None) -> ASGIApp:
    """The server's guards around its own routes, or around others."""
    parts = server.options()
    return Starlette(routes=parts["routes"] if routes is None else routes, middleware=parts["middleware"])


@dataclass
class Client:
    """A browser without a screen: keeps cookies, says that it navigates unless told otherwise."""

    app: ASGIApp | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    client: tuple[str, int] = HERE
    scheme: str = "http"
    host: str = "localhost:8501"

    def get(self, path: str, *, query: str = "", raw: bytes = b"", **headers: str) -> Reply:
        return self.ask("GET", path, query=query, raw=raw, **headers)

    def post(self, path: str, fields: dict[str, str], *, query: str = "", **headers: str) -> Reply:
        sent = {"content_type": "application/x-www-form-urlencoded", "origin": self.origin} | headers
        return self.ask("POST", path, query=query, body=urlencode(fields).encode(), **sent)

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}"

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        body: bytes = b"",
        raw: bytes = b"",
        is_endless: bool = False,
        **headers: str,
    ) -> Reply:
        """Send one request; `raw` is the path as it was written, an endless body never comes to its end."""
        scope = self.scope("http", path, query, headers) | {"method": method}
        scope["raw_path"] = raw or path.encode()
        messages: list[dict[str, Any]] = []
        parts = [body]

        async def receive() -> dict[str, Any]:
            if parts:
                return {"type": "http.request", "body": parts.pop(), "more_body": is_endless}
            await asyncio.sleep(30)
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            messages.append(message)

        run((self.app or guarded())(scope, receive, send))  # type: ignore[arg-type]
        return self._reply(messages, path)

    def scope(self, kind: str, path: str, query: str, headers: dict[str, str]) -> dict[str, Any]:
        sent = {"host": self.host, "accept": "text/html"}
        sent |= {name.replace("_", "-"): word for name, word in headers.items()}
        if self.cookies:
            sent.setdefault("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        return {
            "type": kind,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), word.encode("latin-1")) for name, word in sent.items()],
            "client": self.client,
            "server": ("localhost", 8501),
            "scheme": self.scheme,
            "http_version": "1.1",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
        }

    def _reply(self, messages: list[dict[str, Any]], path: str) -> Reply:
        told = [(name.decode(), word.decode()) for name, word in messages[0]["headers"]]
        laid = tuple(word for name, word in told if name == "set-cookie")
        for line in laid:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        body = b"".join(message.get("body", b"") for message in messages[1:])
        return Reply(messages[0]["status"], dict(told), body, laid, path)
