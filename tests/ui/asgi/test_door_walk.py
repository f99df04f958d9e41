"""Every route of the composed application, walked signed out and in each role."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from streamlit import file_util
from streamlit.runtime import Runtime

from stormdesk.domain.access.records import Action, Role
from stormdesk.door.office import Office
from stormdesk.ui import server
from stormdesk.ui.asgi import declared
from stormdesk.ui.asgi.declared import Door, Need, door_at, doors
from stormdesk.ui.navigation import SCREENS
from tests.ui.asgi.asgi_client import Client

SAMPLES = {
    "zoom:int": "3",
    "column:int": "1",
    "row:int": "2",
    "rest:path": "some/where",
    "path:path": "some/where.html",
    "file_id:path": "abc.csv",
    "file_id": "f1",
    "session_id": "s1",
    "import_id": "i1",
    "name": "thing",
}
OPEN = {"/sign-in", "/first", "/pair", "/oidc/start", "/oidc/callback", "/healthz"}
# What no route of ours answers, the framework answers with the frame of its pages.
BESIDE = ("/nowhere", "/oidc/else", "/oidc/start/else", "/sign-in/else", "/healthz/else")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The whole application as it is served: the framework's routes, ours, and the guards around them."""
    script = tmp_path_factory.mktemp("script") / "dashboard.py"
    script.write_text("import streamlit\n")
    before = Runtime._instance
    Runtime._instance = None
    yield server.create_app(script)._build_starlette_app()
    Runtime._instance = before


def paths_of(routes: list[BaseRoute]) -> Iterator[str]:
    """One address for every route, and for a mount one for every file at its top."""
    for route in routes:
        if isinstance(route, Mount):
            folder = Path(getattr(route.app, "directory", "") or file_util.get_static_dir())
            for found in folder.iterdir():
                yield f"{route.path}/{found.name}" + ("/file.js" if found.is_dir() else "")
        else:
            assert isinstance(route, Route | WebSocketRoute)
            yield sampled(route.path)


def sampled(path: str) -> str:
    for name, value in SAMPLES.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"no sample for {path}"
    return path


def test_every_route_is_declared(app: Any) -> None:
    undeclared = {path for path in paths_of(app.routes) if door_at(doors(), path) is None}
    assert undeclared == set()
    assert len(list(paths_of(app.routes))) > 30
    assert [path for path in BESIDE if door_at(doors(), path) is not None] == []


def test_what_is_open_to_all_is_little() -> None:
    assert {door.path for door in doors() if door.need is Need.OPEN} == OPEN
    tokens = {door.path for door in doors() if door.need in {Need.TOKEN, Need.EITHER}}
    assert all(path.startswith("/api/") for path in tokens)
    named = {(action, thing) for door in doors() for action, thing in door.rights}
    assert {(Action.READ, screen.name) for screen in SCREENS} <= named


@pytest.mark.usefixtures("office")
def test_signed_out_nothing_answers_but_the_open_doors(app: Any) -> None:
    client = Client(app)
    for path in sorted({*paths_of(app.routes), *(f"/{screen.name}" for screen in SCREENS), *BESIDE, "/"}):
        door = door_at(doors(), path)
        if door is None or door.need in {Need.SESSION, Need.NOBODY}:
            reply = client.get(path)
            assert (reply.status, reply.location.split("?")[0]) == (303, "/sign-in"), path
            assert client.get(path, accept="*/*").status == 401, path
            assert client.ask("PUT", path, origin=client.origin).status == 401, path
        elif door.need in {Need.TOKEN, Need.EITHER}:
            assert client.get(path).status in {303, 401, 404, 405, 503}, path
        else:
            assert client.get(path).status in {200, 303, 404, 503}, path


@pytest.mark.parametrize("role", list(Role))
def test_each_role_passes_the_doors_of_its_rights_and_no_other(
    app: Any, office: Office, sign_in: Callable[..., Client], role: Role
) -> None:
    client = sign_in(role.value)
    client.app = app
    passed, shut = 0, 0
    for screen in SCREENS:
        is_granted = office.rights.grant(role, Action.READ, screen.name) != "no"
        assert client.get(f"/{screen.name}").status == (200 if is_granted else 403), screen.name
        passed, shut = passed + is_granted, shut + (not is_granted)
    assert passed
    assert shut
    for path in ("/nowhere", "/_stcore/metrics", "/_stcore/agent/mcp", "/index.html", "/auth/login"):
        assert client.get(path).status == 404, path
    assert client.get("/").status == 200
    layers = client.get("/layers/wall-townships").status
    assert layers == 403 if office.rights.grant(role, Action.READ, "wall") == "no" else layers != 403


@pytest.mark.usefixtures("office")
def test_an_undeclared_route_is_refused_even_to_an_administrator(
    sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("administrator")
    assert client.get("/vendor/leaflet-1.9.4/LICENSE").status == 200
    kept: tuple[Door, ...] = tuple(door for door in doors() if not door.path.startswith("/vendor"))
    monkeypatch.setattr("stormdesk.ui.asgi.session_door.doors", lambda: kept)
    assert client.get("/vendor/leaflet-1.9.4/LICENSE").status == 404
    assert declared.door_at(kept, "/vendor/leaflet-1.9.4/LICENSE") is None
