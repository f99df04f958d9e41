"""Edits that each break one rule of a county's files, with the place that the refusal names."""

from stormdesk.domain.county_break import CountyRule
from stormdesk.domain.table_problem import TableRule
from stormdesk.ingest.shape_file import ShapeRule
from tests.ingest.county_edits import Edit, add, harbour, phrase, sea_times, swap

Where = tuple[str, int | None, str | None]
BREAKS: list[tuple[CountyRule, Edit, Where]] = [
    (
        CountyRule.TIMEZONE,
        swap("profile.yaml", "Asia/Shanghai", "Asia/Nowhere"),
        ("profile.yaml", None, "timezone"),
    ),
    (
        CountyRule.PROJECTION,
        swap("profile.yaml", "EPSG:4546", "EPSG:4490"),
        ("profile.yaml", None, "projection"),
    ),
    (CountyRule.CENTRE, swap("profile.yaml", "lat: 35.05", "lat: 36.05"), ("profile.yaml", None, "centre")),
    (
        CountyRule.TOWNSHIP_PREFIX,
        add("townships.csv", "880001300,880001300000,外乡,Outer Township,外,乡,,,no,不属本县"),
        ("townships.csv", 5, "code"),
    ),
    (
        CountyRule.AREA_CODE,
        swap("townships.csv", "990001100000", "990001100001"),
        ("townships.csv", 3, "area_code"),
    ),
    (
        CountyRule.VILLAGE_PREFIX,
        swap("villages.csv", "990001100200", "990001900200"),
        ("villages.csv", 5, "code"),
    ),
    (
        CountyRule.TOWNSHIP_UNKNOWN,
        swap("villages.csv", "990001200201,990001200", "990001900201,990001900"),
        ("villages.csv", 8, "township_code"),
    ),
    (
        CountyRule.CODE_TWICE,
        swap("villages.csv", "990001001201", "990001001200"),
        ("villages.csv", 4, "code"),
    ),
    (CountyRule.NAME_TWICE, swap("villages.csv", "下村,Lower", "上村,Lower"), ("villages.csv", 4, "name_zh")),
    (
        CountyRule.KEY_TWICE,
        add("report_rhythms.csv", "2,township,30,虚构,synthetic"),
        ("report_rhythms.csv", 4, "tier"),
    ),
    (
        CountyRule.TOWNSHIP_TOTAL,
        swap("profile.yaml", "counted_townships: 3", "counted_townships: 4"),
        ("townships.csv", None, "is_counted"),
    ),
    (
        CountyRule.VILLAGE_TOTAL,
        swap("profile.yaml", "counted_villages: 7", "counted_villages: 8"),
        ("villages.csv", None, "is_counted"),
    ),
    (
        CountyRule.COUNTED_UNDER_UNCOUNTED,
        swap("townships.csv", "100.25,yes,", "100.25,no,另计"),
        ("villages.csv", 7, "is_counted"),
    ),
    (
        CountyRule.NOTE_MISSING,
        swap("villages.csv", "100.17,yes,yes", "100.17,yes,no"),
        ("villages.csv", 6, "note"),
    ),
    (CountyRule.POSITION_MISSING, swap("villages.csv", "35.07,100.17", ","), ("villages.csv", 6, "lat")),
    (CountyRule.POSITION_HALF, swap("villages.csv", "35.07,100.17", "35.07,"), ("villages.csv", 6, "lon")),
    (
        CountyRule.OUT_OF_BOUNDS,
        swap("villages.csv", "35.07,100.17", "35.07,101.17"),
        ("villages.csv", 6, "lat"),
    ),
    (
        CountyRule.NOT_ON_LAND,
        swap("villages.csv", "35.07,100.17", "34.95,100.17"),
        ("villages.csv", 6, "lat"),
    ),
    (
        CountyRule.OUTSIDE_TOWNSHIP,
        swap("villages.csv", "35.07,100.17", "35.07,100.27"),
        ("villages.csv", 6, "lat"),
    ),
    (CountyRule.HARBOUR_ON_LAND, harbour("990001001", "35.05", "100.05"), ("harbours.csv", 2, "lat")),
    (CountyRule.HARBOUR_FAR, harbour("990001001", "34.95", "100.05"), ("harbours.csv", 2, "lat")),
    (
        CountyRule.SHAPE_MISSING,
        swap("townships.geojson", '"990001200"', '"990001900"'),
        ("townships.csv", 4, "code"),
    ),
    (
        CountyRule.SHAPE_UNKNOWN,
        swap("townships.geojson", '"990001200"', '"990001900"'),
        ("townships.geojson", 3, "code"),
    ),
    (
        CountyRule.LEVEL_UNKNOWN,
        swap("report_rhythms.csv", "3,", "7,"),
        ("report_rhythms.csv", 2, "level_code"),
    ),
    (
        CountyRule.RHYTHM_SLOWER,
        swap("report_rhythms.csv", "2,township,60", "2,township,180"),
        ("report_rhythms.csv", 3, "every_min"),
    ),
    (CountyRule.CATEGORY_UNKNOWN, phrase("raft"), ("evacuation_phrases.csv", 2, "category_code")),
    (
        CountyRule.SUBJECT_UNKNOWN,
        swap("deadlines.csv", "evacuee,", "evacuees,"),
        ("deadlines.csv", 2, "subject"),
    ),
    (
        CountyRule.CIRCLE_UNKNOWN,
        swap("deadlines.csv", ",10,180", ",9,180"),
        ("deadlines.csv", 2, "circle_bft"),
    ),
    (CountyRule.DEADLINE_NEEDS, swap("deadlines.csv", ",10,180", ",10,"), ("deadlines.csv", 2, "margin_min")),
    (
        CountyRule.DEADLINE_SURPLUS,
        swap("deadlines.csv", "at_level,,,,3,60", "at_level,,5,,3,60"),
        ("deadlines.csv", 3, "margin_min"),
    ),
    (
        CountyRule.STEP_UNKNOWN,
        swap("clearance.csv", ",notify_min", ",drive_min"),
        ("clearance.csv", 2, "step"),
    ),
    (CountyRule.STEP_UNIT, swap("clearance.csv", ",20,min", ",20,km"), ("clearance.csv", 2, "unit")),
    (CountyRule.STEP_NOUGHT, swap("clearance.csv", ",5,crews", ",0,crews"), ("clearance.csv", 3, "value")),
    (CountyRule.FORCE_NEEDED, sea_times("speed_share,,0.8"), ("sea_times.csv", 2, "from_bft")),
    (CountyRule.FORCE_SURPLUS, sea_times("raft_speed_kn,6,5"), ("sea_times.csv", 2, "from_bft")),
    (CountyRule.SHARE_ABOVE_ONE, sea_times("speed_share,6,1.2"), ("sea_times.csv", 2, "value")),
    (
        CountyRule.FASTER_IN_WIND,
        sea_times("speed_share,6,0.7", "speed_share,8,0.8"),
        ("sea_times.csv", 3, "value"),
    ),
]
CELLS: list[tuple[TableRule, Edit, Where]] = [
    (
        TableRule.FILE_MISSING,
        lambda folder: (folder / "duty_roles.csv").unlink(),
        ("duty_roles.csv", None, None),
    ),
    (
        TableRule.ENCODING,
        lambda folder: (folder / "villages.csv").write_bytes("村".encode("gb18030")),
        ("villages.csv", None, None),
    ),
    (
        TableRule.BROKEN,
        swap("duty_roles.csv", "村级主要负责人", '"村级"主要'),
        ("duty_roles.csv", None, None),
    ),
    (
        TableRule.EMPTY,
        lambda folder: (folder / "duty_roles.csv").write_text("\n"),
        ("duty_roles.csv", None, None),
    ),
    (
        TableRule.COLUMN_UNKNOWN,
        swap("duty_roles.csv", "certainty", "certainty,colour"),
        ("duty_roles.csv", 1, "colour"),
    ),
    (TableRule.COLUMN_MISSING, swap("duty_roles.csv", "tier", "certainty"), ("duty_roles.csv", 1, "tier")),
    (TableRule.COLUMN_TWICE, swap("duty_roles.csv", "tier", "code"), ("duty_roles.csv", 1, "code")),
    (TableRule.CELL_COUNT, swap("villages.csv", "上村村委会", "上村,村委会"), ("villages.csv", 3, None)),
    (TableRule.REQUIRED, swap("villages.csv", "Lakeside Community", " "), ("villages.csv", 2, "name_en")),
    (TableRule.NUMBER, swap("villages.csv", "35.07", "北纬35度"), ("villages.csv", 3, "lat")),
    (TableRule.INTEGER, swap("report_rhythms.csv", "120", "2h"), ("report_rhythms.csv", 2, "every_min")),
    (TableRule.YES_NO, swap("villages.csv", "yes,yes", "yes,maybe"), ("villages.csv", 2, "is_counted")),
    (TableRule.CHOICE, swap("villages.csv", "社区,社区", "社区,居民区"), ("villages.csv", 2, "kind")),
    (TableRule.PATTERN, swap("villages.csv", "990001001001", "99000100100"), ("villages.csv", 2, "code")),
    (TableRule.RANGE, swap("villages.csv", "35.03", "95.03"), ("villages.csv", 2, "lat")),
]
SHAPES: list[tuple[ShapeRule | TableRule, Edit, Where]] = [
    (ShapeRule.NOT_POLYGON, swap("land.geojson", '"Polygon"', '"Point"'), ("land.geojson", 1, "geometry")),
    (
        ShapeRule.INVALID,
        swap("townships.geojson", "[100.1, 35.0], [100.1, 35.1]", "[100.1, 35.1], [100.1, 35.0]"),
        ("townships.geojson", 1, "geometry"),
    ),
    (
        ShapeRule.OFF_GLOBE,
        swap("townships.geojson", "[100.1, 35.0]", "[35.0, 100.1]"),
        ("townships.geojson", 1, "geometry"),
    ),
    (
        ShapeRule.CODE_MISSING,
        swap("townships.geojson", '{"code": "990001100"}', "{}"),
        ("townships.geojson", 2, "code"),
    ),
    (
        ShapeRule.CODE_TWICE,
        swap("townships.geojson", '"990001100"', '"990001001"'),
        ("townships.geojson", 2, "code"),
    ),
    (
        TableRule.BROKEN,
        lambda folder: (folder / "land.geojson").write_text("{"),
        ("land.geojson", None, None),
    ),
    (TableRule.FILE_MISSING, lambda folder: (folder / "land.geojson").unlink(), ("land.geojson", None, None)),
]
PROFILES: list[tuple[TableRule, Edit, Where]] = [
    (TableRule.FILE_MISSING, lambda folder: (folder / "profile.yaml").unlink(), ("profile.yaml", None, None)),
    (
        TableRule.BROKEN,
        swap("profile.yaml", "name_zh: 虚构县", "name_zh: [虚构县"),
        ("profile.yaml", 4, None),
    ),
    (
        TableRule.EMPTY,
        lambda folder: (folder / "profile.yaml").write_text("- 1\n"),
        ("profile.yaml", None, None),
    ),
    (TableRule.PATTERN, swap("profile.yaml", '"990001"', '"99001"'), ("profile.yaml", 2, "code")),
    (
        TableRule.CHOICE,
        swap("profile.yaml", "list_datum: gcj02", "list_datum: gcj"),
        ("profile.yaml", 10, "list_datum"),
    ),
    (TableRule.REQUIRED, swap("profile.yaml", "name_en: Nowhere\n", ""), ("profile.yaml", None, "name_en")),
    (
        TableRule.RANGE,
        swap("profile.yaml", "south: 34.9", "south: 94.9"),
        ("profile.yaml", 13, "map_bounds.south"),
    ),
    (
        TableRule.PATTERN,
        swap("profile.yaml", "south: 34.9", "south: 35.9"),
        ("profile.yaml", 13, "map_bounds"),
    ),
]
