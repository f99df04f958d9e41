"""Routes for files: vendored assets, our map script, static polygons and local tiles."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from stormdesk.ui.maps import bundle, shapes, tiles
from stormdesk.ui.maps.vendored import VENDOR_FOLDER

FOREVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"


class _ForeverFiles(StaticFiles):
    """Files whose address changes with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOREVER
        return response


def file_routes() -> list[BaseRoute]:
    """Return the routes for everything that comes out of a file."""
    return [
        Mount("/vendor", app=_ForeverFiles(directory=VENDOR_FOLDER)),
        Route("/assets/{name}", _asset),
        Route("/shapes/{name}.geojson", _shape),
        Route("/tiles/{zoom:int}/{column:int}/{row:int}", _tile),
    ]


def holds(request: Request, version: str) -> bool:
    """Say whether the browser says that it already has this version."""
    tags = request.headers.get("if-none-match", "")
    return any(tag.strip().removeprefix("W/").strip('"') == version for tag in tags.split(","))


def zipped(request: Request, body: bytes, body_gzip: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the body that the browser can read, with the headers that say so."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        return body_gzip, {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return body, {"Vary": "Accept-Encoding"}


def _versioned(request: Request, version: str) -> dict[str, str]:
    cache = FOREVER if request.query_params.get("v") == version else ASK_EACH_TIME
    return {"ETag": f'"{version}"', "Cache-Control": cache}


def _asset(request: Request) -> Response:
    asset = bundle.ASSETS.get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    headers = _versioned(request, asset.version)
    if holds(request, asset.version):
        return Response(status_code=304, headers=headers)
    body, encoding = zipped(request, asset.body, asset.body_gzip)
    return Response(body, media_type=asset.media_type, headers={**headers, **encoding})


def _shape(request: Request) -> Response:
    try:
        found = shapes.shape(request.path_params["name"])
    except shapes.UnknownShapeError as error:
        raise HTTPException(404) from error
    headers = _versioned(request, found.version)
    if holds(request, found.version):
        return Response(status_code=304, headers=headers)
    body, encoding = zipped(request, found.body, found.body_gzip)
    return Response(body, media_type="application/geo+json", headers={**headers, **encoding})


def _tile(request: Request) -> Response:
    archive = tiles.tile_archive()
    place = request.path_params
    zoom, column, row = place["zoom"], place["column"], place["row"]
    side = 1 << min(zoom, 24)
    if archive is None or zoom > 24 or column >= side or row >= side:
        raise HTTPException(404)
    found = archive.tile(zoom, column, row)
    if found is None:
        return Response(status_code=204, headers={"Cache-Control": "public, max-age=3600"})
    return Response(found, media_type=archive.media_type, headers={"Cache-Control": "public, max-age=3600"})
