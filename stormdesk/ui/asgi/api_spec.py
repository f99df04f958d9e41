"""The API described: as OpenAPI for programs, and as a page for people; both from the models that check."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from stormdesk.domain.feed import KIND_NAMES, FeedKind
from stormdesk.domain.geo import Datum
from stormdesk.errors import N_
from stormdesk.ingest.delivery.items import ITEMS
from stormdesk.ui.asgi import api_gate as gate
from stormdesk.ui.asgi.api_answers import BatchSaid, ImportSaid, Refused, StatusSaid
from stormdesk.ui.render import html
from stormdesk.ui.text import LANGUAGES, catalogue

VERSION: Final = "1"
REFERENCE: Final = "#/components/schemas/{model}"
PLACEHOLDER: Final = "YOUR-TOKEN"
FILE_EXAMPLES: Final = (
    ("ais.nmea", N_("AIS 报文")),
    ("rain.csv", N_("水雨情 CSV(STCD、TM、DRP、Z、Q…)")),
    ("warning.xml", N_("预警 CAP 1.2 或 GB/T 35965.1")),
    ("typhoon.json", N_("台风路径")),
    ("zones.geojson", N_("危险区 GeoJSON、Shapefile(zip)、GPKG、KML")),
    ("list.xlsx", N_("名单工作簿或 CSV")),
)
_REFUSALS: Final = (400, 401, 403, 405, 409, 413, 415, 422, 429, 503)
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same request under the same key within a day gets the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


@cache
def specification() -> dict[str, Any]:
    """Return the description of the API as an OpenAPI 3.1 document."""
    models: list[type[BaseModel]] = [*ITEMS.values(), BatchSaid, ImportSaid, StatusSaid, Refused]
    _, schemas = models_json_schema([(model, "validation") for model in models], ref_template=REFERENCE)
    paths: dict[str, Any] = {f"/api/v1/{kind}": {"post": _post_items(kind)} for kind in ITEMS}
    paths["/api/v1/files"] = {"post": _post_file()}
    name = {"name": "import_id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths["/api/v1/imports/{import_id}"] = {
        "get": _get(
            "What became of an earlier import of this source", ImportSaid, [name], (401, 404, 405, 429)
        )
    }
    paths["/api/v1/status"] = {"get": _get("How this source stands", StatusSaid, [], (401, 405, 429))}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "stormdesk",
            "version": VERSION,
            "description": "Instants are ISO 8601 with a zone, points WGS 84 degrees. Sending twice is safe.",
        },
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas["$defs"],
        },
    }


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _post_items(kind: FeedKind) -> dict[str, Any]:
    model = ITEMS[kind]
    listed = {"type": "array", "minItems": 1, "maxItems": gate.MOST_ITEMS, "items": _reference(model)}
    wrapped = {"type": "object", "required": ["items"], "properties": {"items": listed}}
    examples = model.model_json_schema().get("examples", [])
    return {
        "summary": f"Send {kind}; each item is answered in order",
        "operationId": f"send_{kind}",
        "parameters": [_KEY],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"oneOf": [listed, wrapped]}, "example": examples},
                "application/x-ndjson": {"schema": _reference(model)},
            },
        },
        "responses": _responses(BatchSaid, _REFUSALS),
    }


def _post_file() -> dict[str, Any]:
    name = {
        "name": "name",
        "in": "query",
        "required": False,
        "description": "Name of the file; helps to tell its format.",
        "schema": {"type": "string", "maxLength": 200},
    }
    datum = {
        "name": "datum",
        "in": "query",
        "required": False,
        "description": "Datum of points and outlines, where the file does not say it.",
        "schema": {"type": "string", "enum": list(Datum), "default": Datum.WGS84},
    }
    return {
        "summary": "Send a file of any known kind; known content is not taken again",
        "operationId": "send_file",
        "parameters": [name, datum, _KEY],
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        "responses": _responses(BatchSaid, _REFUSALS),
    }


def _get(
    summary: str, model: type[BaseModel], parameters: list[dict[str, Any]], refusals: tuple[int, ...]
) -> dict[str, Any]:
    return {
        "summary": summary,
        "operationId": model.__name__.removesuffix("Said").lower(),
        "parameters": parameters,
        "responses": _responses(model, refusals),
    }


def _responses(model: type[BaseModel], refusals: tuple[int, ...]) -> dict[str, Any]:
    told = {"description": "Done", "content": {"application/json": {"schema": _reference(model)}}}
    return {
        "200": told,
        **{
            str(status): {
                "description": catalogue("en").get(gate.SAID[status][0], gate.SAID[status][0]),
                "content": {gate.PROBLEM_TYPE: {"schema": _reference(Refused)}},
            }
            for status in refusals
        },
    }


def docs_page(language: str, base: str) -> str:
    """Return the page for people, in Chinese unless it is asked for in English."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    texts = catalogue(chosen)
    kinds = [
        {
            "path": f"/api/v1/{kind}",
            "name": KIND_NAMES[kind],
            "fields": _fields(ITEMS[kind]),
            "example": ITEMS[kind].model_json_schema()["examples"][0],
        }
        for kind in ITEMS
    ]
    refusals = [(status, *gate.SAID[status]) for status in (*_REFUSALS, 404)]
    values = {
        "_": lambda text: texts.get(text, text),
        "language": lambda: chosen,
        "other": LANGUAGES[1] if chosen == LANGUAGES[0] else LANGUAGES[0],
        "base": base,
        "token": PLACEHOLDER,
        "kinds": kinds,
        "files": FILE_EXAMPLES,
        "refusals": sorted(refusals),
    }
    return html("api_docs", values)


def _fields(model: type[BaseModel]) -> list[tuple[str, str, bool]]:
    """Each field with its type in words, and whether it must be there."""
    described = model.model_json_schema()
    return [
        (name, _type(told, described.get("$defs", {})), name in described["required"])
        for name, told in described["properties"].items()
    ]


def _type(told: dict[str, Any], named: dict[str, Any]) -> str:
    told = next((one for one in told.get("anyOf", [told]) if one.get("type") != "null"), told)
    if "$ref" in told:
        told = named[told["$ref"].rsplit("/", 1)[-1]]
    if "enum" in told:
        return " | ".join(str(value) for value in told["enum"])
    return str(told.get("format") or told.get("type", "object"))
