"""What the bringer says of points that do not say it themselves holds for every kind that has points."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stormdesk import cli
from stormdesk.domain.feed import Outcome
from stormdesk.domain.geo import Datum, wgs84_to_gcj02
from stormdesk.ingest.delivery import Delivery, take
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import load_settings

AT = datetime(2026, 7, 1, tzinfo=UTC)
TRUE = (27.9, 121.7)
LAT, LON = wgs84_to_gcj02(*TRUE)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("datum")
    opened = open_desk(replace(load_settings(), home=home / "home", mode="live"))
    yield opened
    opened.store.close()


def points(desk: Desk, table: str) -> list[tuple[float, float]]:
    def read(cursor: Any) -> list[tuple[float, float]]:
        return list(cursor.execute(f"select lat, lon from {table} where lat is not null").fetchall())  # noqa: S608  names of this file

    return desk.store._read(read)


@pytest.mark.parametrize(
    ("name", "table", "record"),
    [
        ("feed.jsonl", "position", {"name": "样例渔1", "time": "2026-06-30T08:00:00+08:00"}),
        ("ais.json", "position", {"mmsi": 412000077, "timestamp": "2026-06-30T08:00:00+08:00", "sog": 3}),
        (
            "events.jsonl",
            "event",
            {
                "subject": "vessel",
                "subject_id": "v",
                "facet": "berth",
                "status": "at_sea",
                "happened_at": "2026-06-30T08:00:00+08:00",
            },
        ),
    ],
)
def test_a_declared_datum_is_undone(desk: Desk, name: str, table: str, record: dict[str, object]) -> None:
    before = points(desk, table)
    data = json.dumps([{**record, "lat": LAT, "lon": LON}]).encode()
    brought = Delivery(name=name, data=data, source_id="inbox", by="t", received_at=AT, datum=Datum.GCJ02)
    assert take(desk, brought).outcome is Outcome.TAKEN
    found = points(desk, table)
    assert len(found) == len(before) + 1
    assert all(point == pytest.approx(TRUE, abs=1e-6) for point in found)
    assert take(desk, replace(brought, datum=None)).outcome is Outcome.REPEATED


def test_the_command_takes_the_datum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: dict[str, object] = {}
    monkeypatch.setattr(cli, "import_files", lambda *_, **said: told.update(said) or [])
    path = tmp_path / "x.geojson"
    path.write_text("{}")
    cli.main(["import", str(path), "--datum", "gcj02"])
    assert told["datum"] is Datum.GCJ02
    with pytest.raises(SystemExit):
        cli.main(["import", str(path), "--datum", "mars"])
    assert "mars" in capsys.readouterr().err
