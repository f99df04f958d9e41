import csv
import json
from dataclasses import replace
from datetime import time
from itertools import combinations
from pathlib import Path

import pytest
import shapely
from pyproj import Geod

from stormdesk.domain.county import County
from stormdesk.domain.county_break import CountyRule
from stormdesk.domain.county_rows import Certainty, DeadlineKind, Tier
from stormdesk.domain.county_rules import county_breaks
from stormdesk.ingest.county import load_county

# Published totals of the vessels that must find a berth.
VESSELS = 470 + 9 + 3 + 11 + 140
GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def yuhuan(project: Path) -> County:
    return load_county(project / "data" / "county" / "yuhuan")


def test_yuhuan_counts_eleven_townships_and_221_villages(yuhuan: County) -> None:
    assert len(yuhuan.counted_townships) == 11
    assert len(yuhuan.counted_villages) == 221
    assert yuhuan.missing_files == ()


def test_the_222nd_village_is_kept_and_says_why_it_is_not_counted(yuhuan: County) -> None:
    assert len(yuhuan.villages) == 222
    left_out = [village for village in yuhuan.villages if not village.is_counted]
    assert [(village.code, village.name_zh) for village in left_out] == [("331083400003", "新城社区")]
    assert "经济开发区" in left_out[0].note
    assert not yuhuan.township(left_out[0].township_code).is_counted


def test_villages_per_township_are_those_of_the_public_list(yuhuan: County) -> None:
    counts = {township.name_zh: len(yuhuan.villages_of(township.code)) for township in yuhuan.townships}
    assert counts == {
        "玉城街道": 47,
        "坎门街道": 19,
        "大麦屿街道": 35,
        "清港镇": 29,
        "楚门镇": 21,
        "干江镇": 15,
        "沙门镇": 18,
        "芦浦镇": 12,
        "龙溪镇": 12,
        "鸡山乡": 6,
        "海山乡": 7,
        "玉环经济开发区": 1,
    }


def test_codes_of_townships_are_found_with_nine_and_twelve_digits(yuhuan: County) -> None:
    assert yuhuan.township("331083002").name("en") == "Kanmen Subdistrict"
    assert yuhuan.township("331083002000") is yuhuan.township("331083002")
    with pytest.raises(KeyError):
        yuhuan.township("331083999")


def test_children_go_from_county_to_township_to_village(yuhuan: County) -> None:
    assert yuhuan.children("331083") == yuhuan.townships
    assert [village.name_zh for village in yuhuan.children("331083201")] == [
        "鸡南村",
        "鸡北村",
        "洋屿村",
        "火车村",
        "披山村",
        "后岙村",
    ]


@pytest.mark.parametrize(
    ("code", "chinese", "english"),
    [
        ("331083", "玉环市", "Yuhuan"),
        ("331083102", "楚门镇", "Chumen Town"),
        ("331083003006", "鲜叠社区", "Xiandie Community"),
        ("331083101003", "同善居委会", "Tongshan Residents' Community"),
        ("331083001206", "渔岙村", "Yu'ao Village"),
    ],
)
def test_any_code_has_a_name_in_both_languages(yuhuan: County, code: str, chinese: str, english: str) -> None:
    assert (yuhuan.name_of(code), yuhuan.name_of(code, "en")) == (chinese, english)


@pytest.mark.parametrize("name", ["坎门街道", "坎门", " 坎门街道 ", "Kanmen Subdistrict"])
def test_a_township_is_found_as_lists_write_it(yuhuan: County, name: str) -> None:
    found = yuhuan.township_named(name)
    assert found is not None
    assert found.code == "331083002"


def test_a_village_is_found_by_the_name_of_its_committee(yuhuan: County) -> None:
    found = yuhuan.village_named("上段村委会", "331083001")
    assert found is not None
    assert found.name_zh == "上段村"
    assert yuhuan.village_named("上段村", "331083002") is None


def test_no_two_villages_stand_on_one_spot(yuhuan: County) -> None:
    villages = yuhuan.counted_villages
    pairs = combinations([(village.lon, village.lat) for village in villages], 2)
    assert min(GEOD.inv(*one, *other)[2] for one, other in pairs) > 400
    assert all(village.is_position_synthetic for village in villages)


def test_harbours_have_berths_for_every_published_vessel(yuhuan: County) -> None:
    assert sum(harbour.berth_count for harbour in yuhuan.harbours) >= VESSELS
    assert all(harbour.is_capacity_synthetic for harbour in yuhuan.harbours)
    assert yuhuan.harbour("jishan").township_code == "331083201"


def test_township_shapes_are_labelled_as_schematic(project: Path) -> None:
    features = json.loads((project / "data/county/yuhuan/townships.geojson").read_text(encoding="utf-8"))[
        "features"
    ]
    assert {feature["properties"]["label_zh"] for feature in features} == {"示意,非法定界线"}


def test_township_shapes_do_not_overlap_and_lie_on_land(yuhuan: County) -> None:
    shapes = list(yuhuan.shapes.townships.values())
    total = sum(shape.area for shape in shapes)
    assert shapely.union_all(shapes).area == pytest.approx(total, rel=1e-5)
    assert shapely.union_all(shapes).difference(yuhuan.shapes.land).area < total * 1e-4


def test_no_shape_reaches_the_islands_of_the_county_to_the_south(yuhuan: County) -> None:
    assert min(shape.bounds[1] for shape in yuhuan.shapes.townships.values()) > 28.01


def test_sea_holds_the_fishing_grounds_and_no_land(yuhuan: County) -> None:
    assert yuhuan.places.is_at_sea(28.0, 122.5)
    assert not yuhuan.places.is_at_sea(28.14, 121.23)
    assert not yuhuan.places.is_at_sea(28.09, 121.51)
    assert all(yuhuan.places.is_at_sea(harbour.lat, harbour.lon) for harbour in yuhuan.harbours)


def test_storm_map_holds_both_warning_lines(yuhuan: County) -> None:
    frame = yuhuan.profile.storm_map_bounds
    assert all(frame.holds(lat, lon) for lat, lon in ((34, 127), (0, 105), (34, 132), (15, 132)))
    assert yuhuan.shapes.ocean_land is not None
    assert yuhuan.shapes.ocean_land.contains(shapely.Point(121.0, 23.8))


@pytest.mark.parametrize(
    ("storm", "total", "codes"),
    [("2211", 8, {"farm_stay", "hill_pond", "other_risk"}), ("2212", 6, {"expanded"})],
)
def test_each_storm_has_its_own_categories(yuhuan: County, storm: str, total: int, codes: set[str]) -> None:
    used = {phrase.category_code for phrase in yuhuan.evacuation_phrases if phrase.storm_number == storm}
    assert len(used) == total
    assert codes <= used
    assert len(yuhuan.evacuation_categories) == 9


def test_rhythms_tighten_and_say_that_they_are_defaults(yuhuan: County) -> None:
    assert [yuhuan.rhythm_min(level, Tier.TOWNSHIP) for level in ("3", "2", "1")] == [120, 60, 30]
    assert yuhuan.rhythm_min("none", Tier.TOWNSHIP) is None
    assert {rhythm.certainty for rhythm in yuhuan.report_rhythms} == {Certainty.DEFAULT}


def test_evacuation_is_over_by_six_when_it_would_end_in_the_dark(yuhuan: County) -> None:
    rule = next(rule for rule in yuhuan.deadlines if rule.code == "evacuation_done")
    assert (rule.kind, rule.circle_bft, rule.margin_min) == (DeadlineKind.BEFORE_CIRCLE, 10, 180)
    assert rule.night_cap == time(18)


def test_every_category_and_unit_says_how_sure_it_is(project: Path) -> None:
    for table in (project / "data/county/yuhuan").glob("*.csv"):
        if table.name in {"townships.csv", "villages.csv"}:
            continue
        with table.open(encoding="utf-8-sig", newline="") as stream:
            assert all(row["source"] and row["certainty"] for row in csv.DictReader(stream))


def test_levels_rise_from_none_over_sea_only_to_one(yuhuan: County) -> None:
    levels = sorted(yuhuan.reference.levels, key=lambda level: level.rank)
    assert [level.code for level in levels] == ["none", "sea", "4", "3", "2", "1"]
    assert yuhuan.reference.level("1").roman == "Ⅰ"
    with pytest.raises(KeyError):
        yuhuan.reference.level("5")


def test_typhoon_signals_have_the_thresholds_of_the_national_text(yuhuan: County) -> None:
    typhoon = [signal for signal in yuhuan.reference.signals if signal.hazard == "typhoon"]
    assert [(signal.within_h, signal.mean_wind_ms, signal.gust_ms) for signal in typhoon] == [
        (24, 10.8, 17.2),
        (24, 17.2, 24.5),
        (12, 24.5, 32.7),
        (6, 32.7, 41.5),
    ]


def test_a_changed_county_is_measured_again(yuhuan: County) -> None:
    assert county_breaks(yuhuan) == []
    breaks = county_breaks(replace(yuhuan, villages=yuhuan.villages[1:]))
    assert [(broken.rule, broken.value) for broken in breaks] == [(CountyRule.VILLAGE_TOTAL, "220 ≠ 221")]
