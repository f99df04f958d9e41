from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Storm, StormFile
from stormdesk.ingest.generic_heading import column_of
from stormdesk.ingest.generic_track import parse, recognise
from stormdesk.ingest.storm_file import parse_storm_file

FIXTURES = Path(__file__).parent / "fixtures"
CHINESE = (FIXTURES / "table_zh.csv").read_text(encoding="utf-8")
FORECAST = (FIXTURES / "table_forecast.csv").read_text(encoding="utf-8")
AT = datetime(2024, 7, 1, 0, tzinfo=UTC)


def read(text: str, source: str = "track.csv") -> tuple[StormFile, list[Problem]]:
    return parse(text.encode(), source=source)


def row(heading: str, values: str) -> tuple[StormFile, list[Problem]]:
    """Read a table of one row; what the base row does not say is given here."""
    return read(f"编号,纬度,经度,气压,{heading}\n2497,17.0,133.0,990,{values}\n")


def reasons(problems: list[Problem]) -> list[str]:
    return [problem.reason for problem in problems]


def test_a_chinese_table_under_a_title_is_read() -> None:
    file, problems = read(CHINESE)
    fix = file.fixes[5]
    assert (fix.storm_id, fix.agency, fix.fixed_at) == ("202497", "中国", datetime(2024, 7, 2, 6, tzinfo=UTC))
    assert (fix.lat, fix.lon, fix.wind_ms, fix.pressure_hpa, fix.wind_averaging_min) == (
        19.0,
        129.0,
        28,
        980,
        2,
    )
    assert (fix.radii7_km, fix.radii10_km, fix.radii12_km) == ((300, 250, 180, 200), (80,) * 4, None)
    assert file.fixes[0].radii10_km is None
    assert [(storm.name_zh, storm.name_en) for storm in file.storms] == [("试验", None)]
    assert [(p.value, p.reason) for p in problems] == [("备注", Reason.UNKNOWN_COLUMN)]


def test_an_english_forecast_table_in_another_order_is_read() -> None:
    file, problems = read(FORECAST)
    assert problems == []
    assert [(fix.agency, fix.fixed_at.hour) for fix in file.fixes] == [("日本", 12), ("美国", 12)]
    assert {(point.agency, point.wind_averaging_min) for point in file.forecasts} == {
        ("日本", 10),
        ("美国", 1),
    }
    point = file.forecasts[1]
    assert (point.issued_at, point.lead_h) == (datetime(2024, 7, 1, 12, tzinfo=UTC), 24)
    assert point.valid_at == datetime(2024, 7, 2, 12, tzinfo=UTC)
    assert point.wind_ms == pytest.approx(56 * 0.5144, abs=0.05)
    assert point.radii7_km == pytest.approx((185.2, 166.68, 111.12, 148.16))


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("时间(北京时)", "2024-07-01 08:00"),
        ("北京时间", "2024-07-01 08:00"),
        ("time_bjt", "2024/7/1 8:00"),
        ("时间(UTC)", "2024-07-01 00:00"),
        ("time_utc", "2024070100"),
        ("世界时", "2024-07-01 00:00"),
        ("time", "2024-07-01T00:00:00Z"),
        ("time", "2024-07-01T09:00:00+09:00"),
        ("时间,时区", "2024-07-01 08:00,北京时"),
        ("时间,时区", "2024-07-01 00:00,UTC"),
        ("time,zone", "2024-07-01 09:00,+9"),
        ("time,zone", "2024-07-01 08:00,UTC+8"),
        ("日期(北京时),时", "2024-07-01,8"),
        ("日期,时间(北京时)", "2024年7月1日,08:00"),
        ("date,hour,zone", "2024-07-01,0,UTC"),
        ("日期,时间(UTC)", "2024-07-01,2024-07-01 00:00"),
    ],
)
def test_the_zone_is_what_heading_row_or_value_say(heading: str, value: str) -> None:
    file, problems = row(f"机构,{heading}", f"中国,{value}")
    assert (problems, [fix.fixed_at for fix in file.fixes]) == ([], [AT])


def test_beijing_time_is_assumed_and_told_when_nothing_is_said() -> None:
    file, problems = row("机构,时间", "中国,2024-07-01 08:00")
    assert [fix.fixed_at for fix in file.fixes] == [AT]
    assert [(p.value, p.reason) for p in problems] == [("1", Reason.ZONE_ASSUMED)]


@pytest.mark.parametrize(
    ("heading", "value", "wind_ms"),
    [
        ("风速(m/s)", "30", 30),
        ("最大风速(米/秒)", "30", 30),
        ("wind (kt)", "60", 30.9),
        ("wind_kt", "60", 30.9),
        ("vmax[knots]", "60", 30.9),
        ("风速(公里/小时)", "108", 30),
        ("wind_kmh", "108", 30),
        ("风速(m/s)", "", None),
        ("风速(m/s)", "0", None),
    ],
)
def test_the_unit_of_the_wind_stands_in_the_heading(heading: str, value: str, wind_ms: float | None) -> None:
    file, problems = row(f"机构,时间(UTC),{heading}", f"中国,2024-07-01 00:00,{value}")
    assert (file.fixes[0].wind_ms, problems) == (wind_ms, [])


def test_a_wind_without_a_unit_or_with_a_strange_one_is_told() -> None:
    file, problems = row("机构,时间(UTC),风速", "中国,2024-07-01 00:00,30")
    assert (file.fixes[0].wind_ms, reasons(problems)) == (30, [Reason.UNIT_ASSUMED])
    file, problems = row("机构,时间(UTC),风速(级)", "中国,2024-07-01 00:00,11")
    assert (file.fixes[0].wind_ms, reasons(problems)) == (None, [Reason.UNKNOWN_UNIT])


@pytest.mark.parametrize(
    ("heading", "values", "radii"),
    [
        ("七级风圈半径", "200", (200,) * 4),
        ("radius7", "200", (200,) * 4),
        ("R7(海里)", "100", (185.2,) * 4),
        ("r34_nm", "100", (185.2,) * 4),
        ("7级风圈东北,7级风圈东南,7级风圈西南,7级风圈西北", "4,3,2,1", (4, 3, 2, 1)),
        ("r7_nw,r7_sw,r7_se,r7_ne", "4,3,2,1", (1, 2, 3, 4)),
        ("东北七级风圈半径,东南七级风圈半径,西南七级风圈半径,西北七级风圈半径", "4,3,2,1", (4, 3, 2, 1)),
        ("radius7", "0", None),
    ],
)
def test_radii_come_as_one_number_or_per_quadrant(
    heading: str, values: str, radii: tuple[float, ...] | None
) -> None:
    file, problems = row(f"机构,时间(UTC),{heading}", f"中国,2024-07-01 00:00,{values}")
    assert (file.fixes[0].radii7_km, problems) == (radii and pytest.approx(radii), [])


def test_a_quadrant_that_is_missing_makes_the_circle_unknown() -> None:
    file, problems = row("机构,时间(UTC),r7_ne,r7_se,r7_sw,r7_nw", "中国,2024-07-01 00:00,4,3,2,")
    assert (file.fixes[0].radii7_km, reasons(problems)) == (None, [Reason.QUADRANTS])


@pytest.mark.parametrize(
    ("heading", "values", "lead_h"),
    [
        ("起报时间(UTC),预报时效", "2024-07-01 00:00,24", 24),
        ("起报时间(UTC),预报时刻(UTC)", "2024-07-01 00:00,2024-07-02 00:00", 24),
        ("起报时间(UTC),预报时间(UTC)", "2024-07-01 00:00,2024-07-02 00:00", 24),
        ("预报时间(UTC),时效(小时)", "2024-07-01 00:00,24", 24),
        ("valid_time (UTC),lead", "2024-07-02 00:00,24", 24),
        ("time_utc,lead_h", "2024-07-01 00:00,24", 24),
        ("issued_utc,time_utc", "2024-07-01 00:00,2024-07-02 00:00", 24),
        ("issued_utc,time_utc", "2024-07-01 00:10,2024-07-01 00:00", None),
        ("time_utc,lead_h", "2024-07-01 00:00,0", None),
        ("time_utc,lead_h", "2024-07-01 00:00,", None),
    ],
)
def test_a_lead_or_issue_time_makes_a_forecast(heading: str, values: str, lead_h: float | None) -> None:
    file, problems = row(f"机构,{heading}", f"日本,{values}")
    assert problems == []
    if lead_h is None:
        assert [fix.fixed_at for fix in file.fixes] == [AT]
    else:
        assert [(point.issued_at, point.lead_h) for point in file.forecasts] == [(AT, lead_h)]
        assert file.forecasts[0].valid_at == datetime(2024, 7, 2, 0, tzinfo=UTC)


def test_agencies_have_one_name_and_none_is_told() -> None:
    names = {"JTWC": "美国", "jma": "日本", "中央气象台": "中国", "香港天文台": "中国香港", "某台": "某台"}
    for said, name in names.items():
        fix = row("机构,时间(UTC)", f"{said},2024-07-01 00:00")[0].fixes[0]
        assert fix.agency == name
    file, problems = row("时间(UTC)", "2024-07-01 00:00")
    assert (file.fixes[0].agency, reasons(problems)) == ("中国", [Reason.AGENCY_ASSUMED])


def test_the_number_may_stand_in_the_name_of_the_file() -> None:
    text = "时间(UTC),lat,lon,机构,气压,风速(m/s)\n2024-07-01 00:00,17,133,中国,990,20\n"
    assert read(text, "台风202497路径.csv")[0].storms[0].storm_id == "202497"
    file, problems = read(text, "路径.csv")
    assert (file, reasons(problems)) == (StormFile(), [Reason.NO_STORM_ID, Reason.NO_ROWS])


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("台风名称", "试验"),
        ("storm", "TRIAL"),
        ("name", "Trial"),
        ("storm_id", "2497号"),
        ("台风名称", "2497"),
        ("编号", "202497.0"),
    ],
)
def test_a_storm_may_be_told_by_a_name_that_is_known(heading: str, value: str) -> None:
    text = f"{heading},时间(UTC),lat,lon,机构,气压,风速(m/s)\n{value},2024-07-01 00:00,17,133,中国,990,20\n"
    known = Storm(storm_id="202497", name_zh="试验", name_en="Trial", season=2024)
    file, problems = parse_storm_file("a.csv", text.encode(), known=[known])
    assert ([storm.storm_id for storm in file.storms], problems) == (["202497"], [])
    if "97" not in value:
        assert reasons(read(text)[1]) == [Reason.NO_STORM_ID, Reason.NO_ROWS]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("17.4", "north"), Reason.NOT_A_NUMBER),
        (("17.4", ""), Reason.NO_POSITION),
        (("2024年07月01日14时", "yesterday"), Reason.NO_TIME),
        ((",中央气象台,", ",中央气象台"), Reason.BAD_ROW),
        (("2497,试验,2024年07月01日14时", "24x7,试验,2024年07月01日14时"), Reason.NO_STORM_ID),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(change: tuple[str, str], reason: Reason) -> None:
    lines = CHINESE.splitlines()
    lines[3] = lines[3].replace(*change)
    file, problems = read("\n".join(lines))
    assert len(file.fixes) == 7
    assert (reason, True) in [(p.reason, p.place.startswith("第 4 行")) for p in problems]


@pytest.mark.parametrize(
    "text",
    [
        "mmsi,time,lat,lon,speed,name\n412000101,2024-07-01,28,121,8,x\n",
        "STCD,STNM,TM,LAT,LON,风速,气压\n1,a,2024-07-01 08:00,28,121,8,1000\n",
        "station,time,lat,lon,wind(m/s),pressure\n58667,2024-07-01 08:00,28,121,8,1000\n",
        "村,姓名,电话\n",
        "time,lat,lon\n",
        "",
    ],
)
def test_tables_of_other_things_are_not_taken_for_storms(text: str) -> None:
    assert not recognise(text)


def test_a_heading_means_one_thing() -> None:
    assert [
        column and column.field
        for column in map(column_of, ("中心气压(hPa)", "LON", "十级风圈半径(km)", "x"))
    ] == [
        "pressure",
        "lon",
        "radius10",
        None,
    ]


def test_a_storm_that_teleports_is_flagged() -> None:
    file, problems = parse_storm_file(
        "table.csv", CHINESE.replace("18.2,130.6", "48.2,130.6").encode("gb18030")
    )
    assert [fix.lat for fix in file.fixes if fix.is_suspect] == [48.2]
    assert Reason.JUMP in reasons(problems)
