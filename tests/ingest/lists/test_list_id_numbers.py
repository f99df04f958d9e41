"""No identity number stays anywhere in the data folder, and whoever is listed by one is known again."""

import io
import json
import os
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.event import Event
from stormdesk.domain.feed import FeedKind
from stormdesk.ingest import inbox
from stormdesk.ingest.delivery.items import check_items
from stormdesk.ingest.delivery.records import Delivery
from stormdesk.ingest.delivery.taking import ground_of, take_items
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.model import ListReport

NUMBERS = ("331083195003071236", "331083194811022222", "331083680412123")
HEAD = [
    "编号",
    "户主",
    "居住人数",
    "乡镇",
    "行政村",
    "户主手机",
    "备注",
    "危险区名称",
    "危险区类型",
    "转移责任人",
    "转移责任人职务",
    "转移责任人手机",
    "预警责任人",
    "预警责任人职务",
    "预警责任人手机",
    "避灾场所",
    "有无安全鉴定",
    "避灾场所管理员",
    "避灾场所管理员手机",
]
PLACE = ("玉城街道", "城中社区")
REST = [
    "屋后山体",
    "地质灾害点",
    "李示例",
    "村委会委员",
    "13900000003",
    "陈示例",
    "网格员",
    "13900000004",
    "城中避灾点",
    "有",
    "林示例",
    "13900000005",
]
Take = Callable[..., ListReport]


def rows(*, persons: int = 2) -> list[Sequence[object]]:
    return [
        HEAD,
        (NUMBERS[0], "王海生", persons, *PLACE, "13800002071", f"配偶{NUMBERS[1]}", *REST),
        (NUMBERS[1], "林远航", 1, *PLACE, "13800002072", "", *REST),
        (f"{NUMBERS[2]}-1", "陈小岛", "不知道几个", *PLACE, NUMBERS[2], "", *REST),
    ]


def contents(path: Path) -> list[bytes]:
    data = path.read_bytes()
    if not data.startswith(b"PK"):
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def found(desk: Desk) -> set[str]:
    """The numbers that stand in any file or any text column of the data folder."""
    texts = [part for path in desk.settings.home.rglob("*") if path.is_file() for part in contents(path)]
    with desk.store.cursor() as cursor:
        columns = cursor.execute(
            "select table_name, column_name from duckdb_columns()"
            " where data_type = 'VARCHAR' and not internal"
        ).fetchall()
        for table, column in columns:
            values = cursor.execute(f'select distinct "{column}" from "{table}"').fetchall()  # noqa: S608
            texts.append("\n".join(str(value) for (value,) in values).encode())
    middles = {number: number[3:-2] for number in NUMBERS}
    return {
        number
        for number, middle in middles.items()
        for text in texts
        if middle.encode() in text or middle.encode("utf-16-le") in text
    }


def test_a_list_leaves_no_number_behind_and_finds_its_people_again(
    desk: Desk,
    take: Take,
    held: Callable[[str], pd.DataFrame],
    workbook: Callable[..., bytes],
    show_hours: Callable[[float], None],
) -> None:
    first = take(workbook(*rows()), f"{NUMBERS[0]}.xlsx", "evacuees")
    assert (first.counts.new, first.counts.returned) == (2, 1)
    before = held("evacuee").set_index("name")["evacuee_id"]
    assert all(str(row_id).startswith("331") for row_id in before)
    show_hours(2)
    again = take(workbook(*rows(persons=3)), "名单.xlsx", "evacuees")
    assert (again.counts.new, again.counts.changed) == (0, 1)
    assert held("evacuee").set_index("name")["evacuee_id"].to_dict() == before.to_dict()
    assert found(desk) == set()


def test_the_inbox_keeps_no_number_either(desk: Desk) -> None:
    folder = desk.settings.inbox
    folder.mkdir(parents=True)
    for name, lines in (("名单.csv", rows()), ("乱.csv", [("甲", "乙"), (NUMBERS[0], NUMBERS[1])])):
        text = "\n".join(",".join(map(str, row)) for row in lines)
        (folder / name).write_text(text, encoding="gb18030")
        os.utime(folder / name, (time.time() - 60, time.time() - 60))
    assert len(inbox.take(desk, folder)) == 2
    assert [path for path in folder.rglob("*") if path.suffix == ".csv"]
    assert found(desk) == set()


def test_reports_by_feed_and_by_hand_lose_their_numbers(desk: Desk) -> None:
    delivery = Delivery(
        name="POST", source_id="inbox", by="x", received_at=desk.now(), data=b"", kinds=frozenset(FeedKind)
    )
    ground = ground_of(desk, delivery)
    item = {
        "event_id": f"move-{NUMBERS[0]}",
        "subject": "evacuee",
        "subject_id": NUMBERS[0],
        "facet": "move",
        "status": "at_shelter",
        "happened_at": (desk.now() - timedelta(hours=1)).isoformat(),
        "payload": {"note": f"见 {NUMBERS[1]}"},
    }
    items = [item, item | {"event_id": "bad", "status": NUMBERS[1]}]
    data = json.dumps(items).encode()
    answers = check_items(FeedKind.EVENTS, items, ground, desk.ledger.statuses)
    taken = take_items(desk, replace(delivery, data=data), FeedKind.EVENTS, answers)
    assert (taken.accepted, len(taken.problems)) == (1, 1)
    entered = Event(
        event_id="by-hand",
        operation_id="drill",
        subject="evacuee",
        subject_id=NUMBERS[1],
        facet="move",
        status="at_shelter",
        happened_at=desk.now() - timedelta(hours=1),
        recorded_at=desk.now(),
        source="form",
        actor="甲",
        payload=json.dumps({"note": f"他的号是{NUMBERS[0]}"}, ensure_ascii=False),
    )
    assert not desk.record([entered]).problems
    assert found(desk) == set()


def test_what_cannot_be_hidden_is_not_taken(take: Take, monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    monkeypatch.setattr("stormdesk.ingest.lists.look.bare", lambda data, _codes: data)
    text = "\n".join(",".join(map(str, row)) for row in rows())
    with pytest.raises(Exception, match="没有认出名单"):
        take(text.encode(), "名单.csv", "evacuees")
    assert found(desk) == set()
