"""A storm file is known by its content and read whole, or refused with a sentence."""

import json
from datetime import datetime, timedelta

import pytest

from stormdesk.domain.problem import Reason
from stormdesk.domain.track import Fix, StormFile
from stormdesk.ingest.storm_file import PARSERS, SIGNS, StormFormat, detect, parse_storm_file
from tests.ingest.storm_samples import (
    CHINESE,
    CMA,
    FEED,
    FORECASTS,
    IBTRACS,
    NMC,
    SAMPLES,
    TABLE,
    TEXT,
    TRACKS,
)


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (FEED, StormFormat.ZHEJIANG),
        (b"callback(" + FEED + b")", StormFormat.ZHEJIANG),
        (FEED.decode().encode("gb18030"), StormFormat.ZHEJIANG),
        (TEXT, StormFormat.JMA),
        ((TRACKS / "jma_best_tracks.csv").read_bytes(), StormFormat.JMA),
        (TABLE, StormFormat.PAGASA),
        ((TRACKS / "pagasa_forecasts.csv").read_bytes(), StormFormat.PAGASA),
        (NMC, StormFormat.NMC),
        (NMC[NMC.index(b"{") : -1], StormFormat.NMC),
        (b'typhoon_jsons_list_default(({"typhoonList":[]}))', StormFormat.NMC),
        (CMA, StormFormat.CMA),
        (CMA.replace(b"\n", b"\r\n"), StormFormat.CMA),
        (IBTRACS, StormFormat.IBTRACS),
        (CHINESE, StormFormat.TABLE),
        (CHINESE.decode().encode("gb18030"), StormFormat.TABLE),
        (CHINESE.decode().encode("utf-16"), StormFormat.TABLE),
        (FORECASTS, StormFormat.TABLE),
        (b"typhoon_jsons_view_1({})", None),
        (b"66666 0000   26 0003 2212 0 6 Trial\n2022090800 1 170 1330  998   18\n", StormFormat.CMA),
        (b"PK\x03\x04", None),
    ],
)
def test_the_format_shows_in_the_content(data: bytes, known: StormFormat | None) -> None:
    assert detect(data) == known


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_is_known_by_one_sign_and_read_by_its_own_parser_only(sample: bytes) -> None:
    text = sample.decode()
    signs = {known for known, is_like in SIGNS if is_like(text)}
    assert signs - {StormFormat.TABLE} <= {detect(sample)}
    file, _ = parse_storm_file("sample", sample)
    assert file.fixes or file.forecasts
    for known, parse in PARSERS.items():
        if known is not detect(sample) and known is not StormFormat.TABLE:
            strange, problems = parse(sample, source="sample")
            assert (strange.fixes, strange.forecasts) == ((), ())
            assert problems


def season_storm() -> bytes:
    """A made-up storm of 2024 in the shape of the Zhejiang site: 102 points, five agencies forecasting."""
    agencies = ("中国", "日本", "美国", "中国台湾", "韩国")
    start, points = datetime(2024, 9, 10, 2), []  # noqa: DTZ001  the site writes Beijing time without a zone
    for i in range(102):
        at, lat, lon = start + timedelta(hours=i), 15 + i * 0.15, 140 - i * 0.2
        groups = [
            {
                "tm": name,
                "forecastpoints": [
                    {
                        "time": f"{at + timedelta(hours=lead):%Y-%m-%d %H:%M:%S}",
                        "lat": f"{lat + lead * 0.15:.1f}",
                        "lng": f"{lon - lead * 0.2:.1f}",
                    }
                    for lead in (0, 12, 24, 48)
                ],
            }
            for name in agencies
        ]
        point = {"time": f"{at:%Y-%m-%d %H:%M:%S}", "lat": f"{lat:.1f}", "lng": f"{lon:.1f}", "speed": "30"}
        points.append(point | {"forecast": groups if i % 6 == 0 else []})
    return json.dumps({"tfid": "202413", "name": "试验", "points": points}, ensure_ascii=False).encode()


@pytest.mark.parametrize("wrap", ["{}", "jQuery183_1({});", "[{}]"])
def test_a_storm_of_2024_with_five_agencies_is_read_whole(wrap: str) -> None:
    file, problems = parse_storm_file("202413.json", wrap.replace("{}", season_storm().decode()).encode())
    assert problems == []
    assert len(file.fixes) == 102
    issues = {(point.agency, point.issued_at) for point in file.forecasts}
    assert len(issues) == 5 * 17
    averaging = {point.agency: point.wind_averaging_min for point in file.forecasts}
    assert averaging == {"中国": 2, "日本": 10, "美国": 1, "中国台湾": 10, "韩国": 10}


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", Reason.EMPTY_FILE), (b" \n ", Reason.EMPTY_FILE), (b"hello", Reason.UNKNOWN_FORMAT)],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, reason: Reason) -> None:
    file, problems = parse_storm_file("some.json", data)
    assert file == StormFile()
    assert [(problem.place, problem.reason) for problem in problems] == [("some.json", reason)]


def test_fixes_come_back_in_time_order() -> None:
    file, _ = parse_storm_file("table.csv", TABLE)
    by_storm: dict[str, list[Fix]] = {}
    for fix in file.fixes:
        by_storm.setdefault(fix.storm_id, []).append(fix)
    for fixes in by_storm.values():
        assert [f.fixed_at for f in fixes] == sorted(f.fixed_at for f in fixes)
