"""The web server around the pages: its routes, its guards, and what runs when it starts and stops."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.middleware import Middleware
from streamlit import App

from stormdesk.settings import load_settings
from stormdesk.ui.asgi.api import api_routes, bears_token, register_api
from stormdesk.ui.asgi.data import Health, data_routes, register_health, register_viewer
from stormdesk.ui.asgi.door import BasePath, HostDoor
from stormdesk.ui.asgi.entry import entry_routes
from stormdesk.ui.asgi.files import file_routes
from stormdesk.ui.asgi.headers import SecurityHeaders
from stormdesk.ui.asgi.oidc import oidc_routes
from stormdesk.ui.asgi.opening import Opening
from stormdesk.ui.asgi.pad import pad_routes
from stormdesk.ui.asgi.pairing import pairing_routes
from stormdesk.ui.asgi.passage import register_office
from stormdesk.ui.asgi.peer import networks_of
from stormdesk.ui.asgi.session_door import SessionDoor
from stormdesk.ui.asgi.squeezing import Squeezed
from stormdesk.ui.maps.draw import register_component
from stormdesk.ui.maps.tiles import tile_hosts
from stormdesk.ui.stumbling import stumbled

__all__ = [
    "Health",
    "create_app",
    "on_start",
    "on_stop",
    "options",
    "register_api",
    "register_health",
    "register_office",
    "register_viewer",
]

_OWN_PATHS = (
    *("api", "assets", "healthz", "layers", "shapes", "tiles", "vendor"),
    *("first", "oidc", "pad", "pair", "sign-in", "sign-out", "too-many-windows"),
)

_start_hooks: list[Callable[[], None]] = []
_stop_hooks: list[Callable[[], None]] = []


def on_start(hook: Callable[[], None]) -> None:
    """Run a function once before the first request, in the order of registration."""
    _start_hooks.append(hook)


def on_stop(hook: Callable[[], None]) -> None:
    """Run a function once after the last request, the last registered first."""
    _stop_hooks.append(hook)


def options() -> dict[str, Any]:
    """Return what `streamlit.App` needs beside the script: routes, guards, lifespan, words for a fault."""
    return {
        "routes": [
            *(*entry_routes(), *oidc_routes(), *pairing_routes()),
            *(*pad_routes(), *data_routes(), *file_routes(), *api_routes()),
        ],
        "middleware": [
            Middleware(SecurityHeaders, tile_hosts=tile_hosts),
            Middleware(HostDoor, proxies=networks_of(load_settings().proxies)),
            Middleware(BasePath, own=_OWN_PATHS),
            Middleware(SessionDoor, bears_token=bears_token),
            Middleware(Squeezed),
            Middleware(Opening),
        ],
        "lifespan": _lifespan,
        "on_script_error": stumbled,
    }


def create_app(script: Path | str) -> App:
    """Return the whole application for a script, for those who start it without `streamlit run`."""
    return App(script, **options())


@asynccontextmanager
async def _lifespan(_app: App) -> AsyncIterator[dict[str, Any]]:
    async with AsyncExitStack() as stack:
        for stop in _stop_hooks:
            stack.push_async_callback(to_thread.run_sync, stop)
        register_component()
        for start in _start_hooks:
            await to_thread.run_sync(start)
        yield {}
