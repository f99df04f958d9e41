"""The framework's scripts in fewer bytes, and the same in content."""

import gzip
from collections.abc import Callable
from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from streamlit import file_util

from tests.ui.asgi.asgi_client import Client, guarded


def test_the_frameworks_scripts_go_out_compressed_and_whole(sign_in: Callable[..., Client]) -> None:
    folder = Path(file_util.get_static_dir()) / "static"
    script = max((folder / "js").glob("index.*.js"), key=lambda path: path.stat().st_size)
    client = sign_in("duty_officer")
    client.app = guarded([Mount("/static", app=StaticFiles(directory=folder))])
    address = f"/static/js/{script.name}"
    for _time in range(2):
        squeezed = client.get(address, accept_encoding="gzip, br")
        assert squeezed.headers["content-encoding"] == "gzip"
        assert int(squeezed.headers["content-length"]) == len(squeezed.body) < script.stat().st_size / 2
        assert gzip.decompress(squeezed.body) == script.read_bytes()
    plain = client.get(address)
    assert "content-encoding" not in plain.headers
    assert plain.body == script.read_bytes()
    part = client.get(address, accept_encoding="gzip", range="bytes=0-9")
    assert (part.status, part.body) == (206, script.read_bytes()[:10])
    assert client.get("/static/js/nothing.js", accept_encoding="gzip").status == 404
