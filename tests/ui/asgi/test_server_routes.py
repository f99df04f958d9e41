"""The server's own routes and guards, asked through its middleware."""

import gzip
import json
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest
from streamlit import config

from stormdesk.ui import maps, server
from stormdesk.ui.asgi.cookie import SESSION
from stormdesk.ui.maps.layers import LayerData, UnknownLayerError
from stormdesk.ui.maps.shapes import shape
from tests.ui.asgi.asgi_client import ELSEWHERE, HERE, Client, Reply, run


@pytest.fixture(autouse=True)
def reviewer(sign_in: Callable[..., Client]) -> None:
    """Everything here is asked by somebody who is signed in and may see the wall."""
    _jar.clear()
    _jar.update(sign_in("reviewer").cookies)


_jar: dict[str, str] = {}


def ask(path: str, *, query: str = "", client: Client | None = None, **headers: str) -> Reply:
    """Send one GET through routes and middleware as Streamlit would mount them."""
    asking = client or Client()
    asking.cookies = dict(_jar)
    return asking.get(path, query=query, **headers)


class Two:
    """Two vessels, or three once the test says so."""

    count = 2
    key = "all"

    def version(self, name: str, query: Mapping[str, str]) -> str:
        if name != "vessels":
            raise UnknownLayerError(name)
        return f"{self.count}{sorted(query)}"

    def layer(self, name: str, query: Mapping[str, str]) -> LayerData:
        ids = [f"v{place}" for place in range(self.count)]
        return LayerData(self.version(name, query), {"id": ids, "style": [0] * self.count})


@pytest.fixture
def source() -> Two:
    """Two vessels in the layers of whoever asks; who may ask is tried where the door is."""
    made = Two()
    maps.register_source(lambda _viewer: made)
    return made


def test_a_layer_comes_whole_then_by_changes_then_not_at_all(source: Two) -> None:
    whole = ask("/layers/vessels", accept_encoding="gzip")
    news = json.loads(gzip.decompress(whole.body))
    assert news["columns"] == {"id": ["v0", "v1"], "style": [0, 0]}
    assert whole.headers["etag"] == f'"{news["version"]}"'
    assert whole.headers["cache-control"] == "no-store"

    source.count = 3
    change = ask("/layers/vessels", query=f"since={news['version']}")
    told = json.loads(change.body)
    assert told["columns"]["id"] == ["v2"]

    again = ask("/layers/vessels", query=f"since={told['version']}", if_none_match=f'"{told["version"]}"')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/layers/nothing", "", 404),
        ("/layers/vessels", "t=" + "x" * 201, 400),
        ("/layers/vessels", "&".join(f"k{place}=1" for place in range(13)), 400),
        ("/shapes/atlantis.geojson", "", 404),
        ("/assets/other.js", "", 404),
        ("/vendor/../server.py", "", 400),
        ("/tiles/3/9/1", "", 404),
        ("/tiles/99/0/0", "", 404),
    ],
)
def test_what_is_not_there_is_not_answered(path: str, query: str, status: int) -> None:
    assert ask(path, query=query).status == status


def test_polygons_are_kept_for_ever_by_version_and_asked_for_otherwise(ground: maps.BaseMap) -> None:
    del ground
    version = shape("test_land").version
    exact = ask("/shapes/test_land.geojson", query=f"v={version}", accept_encoding="gzip")
    assert "immutable" in exact.headers["cache-control"]
    assert json.loads(gzip.decompress(exact.body))["type"] == "FeatureCollection"
    assert ask("/shapes/test_land.geojson").headers["cache-control"] == "no-cache"
    assert ask("/shapes/test_land.geojson", if_none_match=f'W/"{version}"').status == 304


def test_vendored_files_are_kept_for_ever() -> None:
    answer = ask("/vendor/leaflet-1.9.4/leaflet.js")
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]


def test_health_says_starting_then_what_the_desk_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormdesk.ui.asgi.data._health", None)
    before = ask("/healthz")
    assert (before.status, json.loads(before.body)["status"]) == (503, "starting")
    moment = datetime(2022, 9, 14, tzinfo=UTC)
    server.register_health(lambda: server.Health("ok", "41", moment, 12.5))
    after = ask("/healthz")
    assert after.status == 200
    assert json.loads(after.body) == {
        "status": "ok",
        "data_version": "41",
        "moment": "2022-09-14T00:00:00+00:00",
        "data_age_s": 12.5,
    }


@pytest.mark.parametrize(
    ("host", "address", "scheme", "status"),
    [
        ("localhost:8501", HERE, "http", 200),
        ("127.0.0.1", HERE, "http", 200),
        ("[::1]:8501", ("::1", 5000), "http", 200),
        ("evil.example", HERE, "http", 403),
        ("localhost.evil.example", HERE, "http", 403),
        ("", HERE, "http", 403),
        ("127.0.0.1:8501, evil.example", HERE, "http", 403),
        ("127.0.0.1/evil.example", HERE, "http", 403),
        ("127.0.0.1?evil.example", HERE, "http", 403),
        ("evil.example\\@127.0.0.1", HERE, "http", 403),
        ("evil.example@desk.example", ELSEWHERE, "https", 403),
        ("localhost", ELSEWHERE, "https", 403),
        ("desk.example", ELSEWHERE, "https", 200),
        ("desk.example", ELSEWHERE, "http", 403),
        ("wall.county.example:443", ELSEWHERE, "https", 200),
        ("county.example", ELSEWHERE, "https", 403),
    ],
)
def test_only_this_machine_or_a_named_host_over_https_enters(
    monkeypatch: pytest.MonkeyPatch, host: str, address: tuple[str, int], scheme: str, status: int
) -> None:
    ask_config = config.get_option
    names = {"server.allowedHosts": ["desk.example", "*.county.example"]}
    monkeypatch.setattr(config, "get_option", lambda key: names.get(key) or ask_config(key))
    if scheme == "https":
        _jar[f"__Host-{SESSION}"] = _jar.pop(SESSION)
    client = Client(client=address, scheme=scheme, host=host)
    assert ask("/vendor/leaflet-1.9.4/LICENSE", client=client).status == status


@pytest.mark.parametrize(
    ("base", "path", "status"),
    [
        ("desk/yuhuan", "/desk/yuhuan/vendor/leaflet-1.9.4/LICENSE", 200),
        ("/desk/", "/desk/assets/map.js", 200),
        ("desk", "/deskvendor/leaflet-1.9.4/LICENSE", 404),
        ("desk", "/other/vendor/leaflet-1.9.4/LICENSE", 404),
    ],
)
def test_our_routes_answer_below_the_base_path(
    monkeypatch: pytest.MonkeyPatch, base: str, path: str, status: int
) -> None:
    ask_config = config.get_option
    monkeypatch.setattr(
        config, "get_option", lambda key: base if key == "server.baseUrlPath" else ask_config(key)
    )
    assert ask(path).status == status


def test_hooks_run_in_order_and_stop_backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(server, "_start_hooks", [])
    monkeypatch.setattr(server, "_stop_hooks", [])
    monkeypatch.setattr(server, "register_component", lambda: None)
    for name in ("one", "two"):
        server.on_start(lambda name=name: said.append(f"start {name}"))
        server.on_stop(lambda name=name: said.append(f"stop {name}"))

    async def live() -> None:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(server.options()["lifespan"](None))
            said.append("serving")

    run(live())
    assert said == ["start one", "start two", "serving", "stop two", "stop one"]
