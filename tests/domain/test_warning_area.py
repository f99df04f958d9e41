"""Whether a warning is about the county or one of its areas."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import box, mapping

from stormdesk.domain.county import County
from stormdesk.domain.warning_area import Touch, touch
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning
from stormdesk.ingest.county import load_county


@pytest.fixture(scope="module")
def county(project: Path) -> County:
    return load_county(project / "data/county/yuhuan", project / "data/reference")


def warning(**area: Any) -> WeatherWarning:
    facts: dict[str, Any] = {"kind": "typhoon"} | area
    return WeatherWarning(
        warning_id="a",
        issued_at=datetime(2022, 9, 14, tzinfo=UTC),
        action=WarningAction.ISSUE,
        issuer="玉环市气象台",
        title="a",
        **facts,
    )


HERE, ELSEWHERE, UNKNOWN = Touch
FAR, NEAR = (json.dumps(mapping(frame)) for frame in (box(110, 20, 111, 21), box(121, 27.9, 121.7, 28.4)))


@pytest.mark.parametrize(
    ("area", "scope", "expected"),
    [
        ({"area_codes": ("331083",)}, None, HERE),
        ({"area_codes": ("331000",)}, "331083002", HERE),
        ({"area_codes": ("331021000000",)}, None, HERE),
        ({"area_codes": ("331082", "331081")}, None, ELSEWHERE),
        ({"area_codes": ("331083001",)}, None, HERE),
        ({"area_codes": ("331083001",)}, "331083002", ELSEWHERE),
        ({"area_codes": ("331083001",)}, "331083001001", HERE),
        ({"area_codes": ("006109",)}, None, UNKNOWN),
        ({"outline": NEAR}, None, HERE),
        ({"outline": FAR}, "331083001", ELSEWHERE),
        ({"outline": FAR, "area_names": "玉环市"}, None, HERE),
        ({"outline": "no shape"}, None, UNKNOWN),
        ({"outline": json.dumps(mapping(box(122, 27, 123, 28)))}, None, ELSEWHERE),
        ({"outline": json.dumps(mapping(box(122, 27, 123, 28))), "kind": "sea"}, None, HERE),
        ({"area_names": "台州市、浙江省"}, None, HERE),
        ({"area_names": "台州市椒江区"}, None, UNKNOWN),
        ({"area_names": "坎门街道"}, "331083001", ELSEWHERE),
        ({"area_names": "玉环市坎门街道"}, None, HERE),
        ({}, None, UNKNOWN),
    ],
)
def test_one_sign_of_the_area_is_enough(
    county: County, area: dict[str, Any], scope: str | None, expected: Touch
) -> None:
    assert touch(warning(**area), county, scope) is expected
