"""Large files of every kind that an import takes, made from the county's own codes and plainly synthetic."""

import csv
import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter
from pyais import encode_dict

from stormdesk.domain.county import County
from stormdesk.domain.moment import BEIJING

BEGAN_AT = datetime(2022, 9, 12, 8, 0, tzinfo=BEIJING)
TRANSFER_COLUMNS = (
    "*行政村",
    "*危险区名称",
    "危险区类型",
    "*位置",
    "经度",
    "纬度",
    "*户主",
    "*居住人数",
    "*户主手机",
    "*转移责任人",
    "*转移责任人职务",
    "*转移责任人手机",
    "*预警责任人",
    "*预警责任人职务",
    "*预警责任人手机",
    "*避灾场所",
    "*有无安全鉴定",
    "*避灾场所管理员",
    "*避灾场所管理员手机",
    "备注",
)


def transfer_list(path: Path, county: County, count: int) -> None:
    """The province's list of people to move, one household a row, one sheet, title rows on top."""
    villages = county.counted_villages
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("转移清单")
        sheet.write_row(0, 0, ["危险区人员转移清单(合成)"])
        sheet.write_row(1, 0, TRANSFER_COLUMNS)
        for number in range(count):
            village = villages[number % len(villages)]
            sheet.write_row(number + 2, 0, _household(number, village.name_zh, village.lat, village.lon))


def _household(number: int, village: str, lat: float, lon: float) -> list[object]:
    officer = number % 997
    return [
        village,
        f"{village}山边{number % 50}号",
        "危房",
        f"{village}{number}号",
        round(lon, 5),
        round(lat, 5),
        f"合成{number:06d}",
        1 + number % 6,
        str(19900000000 + number),
        f"甲{officer:03d}",
        "村干部",
        str(19800000000 + officer),
        f"乙{officer:03d}",
        "预警员",
        str(19700000000 + officer),
        f"{village}文化礼堂",
        "有",
        f"丙{officer:03d}",
        str(19600000000 + officer),
        "",
    ]


def events(path: Path, county: County, count: int) -> None:
    """Moves of as many evacuees as JSON lines, four reports each."""
    villages = county.counted_villages
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            who, step = divmod(number, 4)
            village = villages[who % len(villages)]
            told = {
                "event_id": f"bench-{number}",
                "subject": "evacuee",
                "subject_id": f"bench-{who}",
                "facet": "move",
                "status": ("listed", "notified", "moving", "with_relatives")[step],
                "happened_at": (BEGAN_AT + timedelta(seconds=number % 86_400)).isoformat(),
                "actor": "bench",
                "account": "B",
                "township_code": village.township_code,
                "village_code": village.code,
                "category": "dangerous_area",
                "quantity": 3,
            }
            lines.write(json.dumps(told, ensure_ascii=False) + "\n")


def positions(path: Path, _county: County, count: int) -> None:
    """Tracks of a thousand vessels as CSV, one point a minute."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["mmsi", "positioned_at", "lat", "lon", "speed_kn", "course_deg"])
        for number in range(count):
            step, ship = divmod(number, 1000)
            at = BEGAN_AT + timedelta(minutes=step)
            lat, lon = 27.6 + 0.0005 * ship, 121.9 + 0.0004 * step
            writer.writerow([999_100_000 + ship, at.isoformat(), round(lat, 5), round(lon, 5), 8.2, 90])


def readings(path: Path, _county: County, count: int) -> None:
    """River levels of five hundred gauges in the standard's own field names."""
    rng = random.Random(1)  # noqa: S311  figures for a bench
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["STCD", "STNM", "TM", "Z"])
        for number in range(count):
            step, gauge = divmod(number, 500)
            at = BEGAN_AT + timedelta(minutes=5 * step)
            level_m = 2.0 + 0.002 * step + rng.uniform(-0.01, 0.01)
            row = [f"BENCH{gauge:04d}", f"合成站{gauge}", f"{at:%Y-%m-%d %H:%M:%S}", round(level_m, 3)]
            writer.writerow(row)


def ais(path: Path, _county: County, count: int) -> None:
    """AIS position sentences with the instant in a tag block."""
    with path.open("w", encoding="ascii") as lines:
        for number in range(count):
            step, ship = divmod(number, 1000)
            told = {
                "type": 1,
                "mmsi": 999_200_000 + ship,
                "lat": 27.6 + 0.0005 * ship,
                "lon": 121.9 + 0.0004 * step,
                "speed": 8.0,
                "course": 90.0,
            }
            at = int((BEGAN_AT + timedelta(minutes=step)).timestamp())
            block = f"c:{at}"
            checksum = 0
            for letter in block:
                checksum ^= ord(letter)
            lines.write(f"\\{block}*{checksum:02X}\\{encode_dict(told)[0]}\n")


def storm(path: Path, _county: County, count: int) -> None:
    """One storm in the shape of Zhejiang's site, five agencies' forecasts at every fix."""
    points = list(_storm_points(max(count // 51, 1)))
    named = {"tfid": "202499", "name": "合成", "enname": "BENCH"}
    told = named | {"isactive": "0", "points": points, "land": []}
    path.write_text(json.dumps([told], ensure_ascii=False), encoding="utf-8")


def _storm_points(count: int) -> Iterator[dict[str, object]]:
    for number in range(count):
        at = BEGAN_AT + timedelta(hours=number)
        lat, lon = 15.0 + 0.12 * number, 135.0 - 0.13 * number
        here = {"strong": "台风(TY)", "power": "13", "speed": "40", "pressure": "960"}
        forecasts = [
            {"tm": agency, "forecastpoints": _forecast(at, lat, lon)}
            for agency in ("中国", "日本", "美国", "中国台湾", "中国香港")
        ]
        yield here | {"time": _at(at), "lat": f"{lat:.2f}", "lng": f"{lon:.2f}", "forecast": forecasts}


def _forecast(at: datetime, lat: float, lon: float) -> list[dict[str, str]]:
    return [
        {
            "time": _at(at + timedelta(hours=12 * step)),
            "lat": f"{lat + step:.2f}",
            "lng": f"{lon - step:.2f}",
            "strong": "台风(TY)",
            "power": "12",
            "speed": "35",
            "pressure": "970",
        }
        for step in range(10)
    ]


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S}"


Maker = Callable[[Path, County, int], None]
KINDS: dict[str, tuple[str, Maker, int]] = {
    "list of people to move, xlsx × 20 columns": ("bench.xlsx", transfer_list, 200_000),
    "events, JSON lines": ("bench.jsonl", events, 200_000),
    "positions, CSV": ("positions.csv", positions, 200_000),
    "AIS sentences": ("bench.nmea", ais, 100_000),
    "gauge readings, CSV": ("readings.csv", readings, 200_000),
    "storm, JSON, five agencies": ("storm.json", storm, 5_202),
}
