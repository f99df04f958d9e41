import pandas as pd
import pytest

from stormdesk.domain.county_profile import Bounds
from stormdesk.report.table_file import csv_bytes
from stormdesk.ui.subjects.breakdown import as_table, by_village
from stormdesk.ui.subjects.chart import bars, growth, parts
from stormdesk.ui.subjects.download import table_file
from stormdesk.ui.subjects.listing import listing
from stormdesk.ui.subjects.tiles import done_tile, left_tile, pace_tile, state_of, unknown_tile
from stormdesk.ui.subjects.vessels import VESSELS
from stormdesk.ui.subjects.whereabouts import beyond, choropleth, points, used_styles
from stormdesk.ui.subjects.words import Words

HOSTILE = "=cmd|<b>浙玉渔</b>\n" + "长" * 2000
BERTHS = {"at_sea": "在海上", "homebound": "返航中", "in_port": "在港", "out_of_contact": "失联"}
PROGRESS = {"at_sea": "todo", "homebound": "doing", "in_port": "done", "out_of_contact": "trouble"}
KNOWN = Words(
    statuses={("berth", code): name for code, name in BERTHS.items()} | {("crew", "aboard"): "船员在船"},
    progress={("berth", code): progress for code, progress in PROGRESS.items()},
    categories={"fishing": "渔船"},
    area=lambda code: {"331083002": "坎门街道"}.get(code or "", "—"),
)
NOON = pd.Timestamp("2022-09-14T04:00Z")


def boats(*statuses: str | None, **more: object) -> pd.DataFrame:
    rows = [
        {
            "object_id": f"v{at}",
            "name": f"浙玉渔{at}",
            "status": status,
            "progress": PROGRESS.get(status or ""),
            "crew_status": None,
            "crew_persons": None if status is None else 5,
            "category": "fishing",
            "township_code": "331083002",
            "village_code": None,
            "since": NOON,
            "last_recorded_at": pd.NaT,
            "officer_name": "王小明",
            "officer_phone": "13812342071",
            "lat": 28.1,
            "lon": 121.3,
        }
        | more
        for at, status in enumerate(statuses)
    ]
    return pd.DataFrame(rows)


def counts(**given: int) -> dict[str, int]:
    names = ("total", "done", "over_count", "left_count", "unknown_count", "trouble_count")
    return dict.fromkeys(names, 0) | given


def test_a_row_is_put_into_words_and_persons_are_masked() -> None:
    shown = listing(boats("at_sea", None), VESSELS.columns, KNOWN, text="", statuses=()).shown
    assert shown["船"].tolist() == ["在海上", "未报"]
    assert shown["人数"].isna().tolist() == [False, True]
    assert shown.iloc[0][["乡镇", "责任人姓名", "电话"]].tolist() == ["坎门街道", "王**", "138****2071"]
    assert shown["自"].iloc[0] == pd.Timestamp("2022-09-14 12:00")


@pytest.mark.parametrize(
    ("text", "statuses", "kept"),
    [
        ("", (), ["v0", "v1", "v2"]),
        ("玉渔1", (), ["v1"]),
        ("坎门", (), ["v0", "v1", "v2"]),
        ("  在港 ", (), ["v1"]),
        ("", ("", "at_sea"), ["v0", "v2"]),
        ("渔0", ("",), []),
        (".*", (), []),
        ("小明", (), []),
    ],
)
def test_text_and_status_narrow_the_list(text: str, statuses: tuple[str, ...], kept: list[str]) -> None:
    found = listing(boats("at_sea", "in_port", None), VESSELS.columns, KNOWN, text=text, statuses=statuses)
    assert found.object_ids == kept
    assert len(found.shown) == len(kept)
    assert found.before_filter == 3


def test_an_empty_list_is_a_list() -> None:
    found = listing(boats("at_sea").head(0), VESSELS.columns, KNOWN, text="x", statuses=("at_sea",))
    assert (found.object_ids, found.before_filter) == ([], 0)


def test_a_hostile_name_is_one_short_line() -> None:
    shown = listing(boats("at_sea", name=HOSTILE), VESSELS.columns, KNOWN, text="", statuses=()).shown
    assert len(shown["船名"].iloc[0]) == 300
    assert "\n" not in shown["船名"].iloc[0]


def test_a_share_is_rounded_down_so_that_all_means_all() -> None:
    tile = done_tile("船舶回港", counts(total=633, done=632, left_count=1))
    assert (tile.value, tile.of, tile.note, tile.state) == ("632", "633", "99%", "soon")


def test_an_empty_register_is_neither_done_nor_late() -> None:
    assert state_of(counts()) == "plain"
    assert left_tile("未回港", counts(), "艘").note != "全部落实"
    assert done_tile("船舶回港", counts()).state == "plain"


def test_the_unknown_stand_apart_from_the_left() -> None:
    head = counts(total=5, done=2, left_count=3, unknown_count=2, trouble_count=1)
    assert (left_tile("未回港", head, "艘").value, unknown_tile(head, "艘").value) == ("3", "2")
    assert left_tile("未回港", head, "艘").note == "其中异常 1"


def test_nothing_left_is_not_well_while_somebody_is_in_trouble() -> None:
    tile = left_tile("未转移", counts(total=5, done=5, trouble_count=2), "人")
    assert (tile.value, tile.note, tile.state) == ("0", "另有异常 2", "late")
    assert left_tile("未转移", counts(total=5, done=5), "人").note == "全部落实"


def trend(*done: int) -> pd.DataFrame:
    at = [NOON + pd.Timedelta(hours=hour) for hour in range(len(done))]
    return pd.DataFrame({"at": at, "done": done, "reported": done, "total": 30})


@pytest.mark.parametrize(
    ("done", "left", "value", "words"),
    [
        ((0, 10), 20, "+10", "按此速 09-14 15:00 完成,晚于时限 01:00"),
        ((0, 20), 10, "+20", "按此速 09-14 13:30 完成,早于时限 00:30"),
        ((9, 9), 21, "+0", "近 1 小时没有进展"),
        ((9, 5), 25, "-4", "在减少"),
        ((9,), 21, "?", "无法估算"),
        ((9, 30), 0, "已完成", ""),
    ],
)
def test_the_pace_says_no_more_than_it_knows(
    done: tuple[int, ...], left: int, value: str, words: str
) -> None:
    head = counts(total=30, left_count=left)
    tile = pace_tile(trend(*done), head, (NOON + pd.Timedelta(hours=2)).to_pydatetime())
    assert tile.value == value
    assert words in tile.note


def test_a_township_is_painted_by_its_worst_and_hatched_in_silence() -> None:
    frame = pd.DataFrame(
        [
            counts(total=2, done=2) | {"township_code": "done"},
            counts(total=3, done=2, left_count=1) | {"township_code": "left"},
            counts(total=3, left_count=3, trouble_count=1) | {"township_code": "trouble"},
            counts(total=3, left_count=3, unknown_count=3) | {"township_code": "silent"},
            counts() | {"township_code": "empty"},
        ]
    )
    painted = {code: (value.fill, value.hatch, value.number) for code, value in choropleth(frame).items()}
    assert painted == {
        "done": ("done", False, "✓"),
        "left": ("soon", False, "1"),
        "trouble": ("late", False, "3"),
        "silent": ("soon", True, "3"),
        "empty": ("land", False, ""),
    }


def test_points_say_subject_by_shape_and_status_by_colour() -> None:
    rows = pd.concat([boats("at_sea", "in_port"), boats("in_port", lat=None)], ignore_index=True)
    layer = points(rows, VESSELS, KNOWN)
    assert (layer.count, layer.unplaced) == (2, 1)
    assert [style.label for style in used_styles(layer, rows, VESSELS, KNOWN)] == ["在海上", "在港"]


def test_what_lies_outside_the_first_view_is_counted() -> None:
    frame = Bounds(south=28.0, north=28.3, west=121.0, east=121.6)
    rows = pd.concat([boats("at_sea"), boats("at_sea", lon=123.0), boats("at_sea", lat=None)])
    assert beyond(rows, frame) == 1


def test_parts_add_up_to_the_total() -> None:
    frame = pd.DataFrame(
        [counts(total=10, done=4, over_count=1, left_count=5, unknown_count=2, trouble_count=1)]
    )
    assert parts(frame).iloc[0].to_dict() == {"done": 4, "over": 1, "open": 2, "trouble": 1, "unknown": 2}


def test_a_table_ends_with_its_sum() -> None:
    frame = pd.DataFrame([counts(total=3, done=1, left_count=2), counts(total=4, done=4)])
    table = as_table(frame.assign(label=["甲", "乙"]), "按乡镇")
    assert table["按乡镇"].tolist() == ["甲", "乙", "合计"]
    assert table[["总数", "已落实", "未落实"]].iloc[-1].tolist() == [7, 5, 2]


def test_villages_are_counted_from_the_objects() -> None:
    rows = boats("at_sea", "in_port", None, "out_of_contact", village_code="331083002001")
    assert by_village(rows).iloc[0].to_dict() == counts(
        total=4, done=1, left_count=3, unknown_count=1, trouble_count=1
    ) | {"village_code": "331083002001"}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_charts_carry_their_labels_as_text(theme: str) -> None:
    frame = pd.DataFrame([counts(total=3, done=1, left_count=2)])
    figure = bars(["<b>村</b>"], parts(frame), theme=theme)  # type: ignore[arg-type]
    assert figure.data[0].y == ("&lt;b&gt;村&lt;/b&gt;",)
    assert figure.data[-1].text == (" <b>2</b> / 3",)
    due = growth(trend(1, 2), theme=theme, deadline_at=NOON.to_pydatetime())  # type: ignore[arg-type]
    assert due.layout.shapes[0].x0 == pd.Timestamp("2022-09-14 12:00")
    assert not growth(trend(1, 2), theme=theme, deadline_at=None).layout.shapes  # type: ignore[arg-type]


def test_a_download_holds_what_is_shown_in_plain_cells() -> None:
    shown = listing(boats("at_sea", None, name="=1+1"), VESSELS.columns, KNOWN, text="", statuses=()).shown
    table = table_file("未回港", [("范围", "玉环市")], shown)
    assert list(table.header[:2]) == ["船名", "船"]
    assert list(table.rows[0][:4]) == ["=1+1", "在海上", "未报", 5]
    assert table.rows[1][3] is None
    lines = csv_bytes(table).decode("utf-8-sig").splitlines()
    assert lines[0] == '"范围","玉环市"'
    assert lines[3].startswith('"\'=1+1","在海上","未报","5","渔船","坎门街道","2022-09-14 12:00","","王**"')
