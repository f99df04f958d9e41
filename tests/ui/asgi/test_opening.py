"""The framework's page says that it is being opened, and nothing else is touched."""

from collections.abc import Callable
from pathlib import Path

from starlette.responses import HTMLResponse, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit import file_util

from tests.ui.asgi.asgi_client import Client, guarded

OWN = '<html><head><title>map</title></head><body><div id="root"></div></body></html>'


def test_the_empty_page_has_words_and_a_name_and_no_validator_of_another_page(
    sign_in: Callable[..., Client],
) -> None:
    folder = Path(file_util.get_static_dir())
    client = sign_in("duty_officer")
    client.app = guarded([Mount("/", app=StaticFiles(directory=folder, html=True))])
    page = client.get("/")
    assert page.status == 200
    assert "正在打开指挥台" in page.text
    assert "Opening the command desk" in page.text
    assert "<title>stormdesk</title>" in page.text
    assert int(page.headers["content-length"]) == len(page.body)
    assert not {"etag", "last-modified"} & set(page.headers)
    before, after = (folder / "index.html").read_text(encoding="utf-8").split('<div id="root"></div>')
    assert page.text.endswith(after)
    assert before.split("<title>")[0] in page.text


def test_other_pages_and_streams_pass_as_they_are(sign_in: Callable[..., Client]) -> None:
    async def own(_request: object) -> HTMLResponse:
        return HTMLResponse(OWN, headers={"ETag": '"1"'})

    async def stream(_request: object) -> StreamingResponse:
        return StreamingResponse(iter([b"a", b"b"]), media_type="text/csv")

    client = sign_in("duty_officer")
    client.app = guarded([Route("/sites", own), Route("/evacuation", stream)])
    page = client.get("/sites")
    assert (page.text, page.headers["etag"]) == (OWN, '"1"')
    assert client.get("/evacuation").body == b"ab"
