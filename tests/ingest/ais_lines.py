"""Sentences and records of ships as receivers send them."""

import json
from datetime import UTC, datetime
from typing import Any

from pyais.encode import encode_dict

from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem
from stormdesk.ingest.ais import parse
from stormdesk.ingest.ais_nmea import checksum

RECEIVED = datetime(2024, 7, 1, 4, tzinfo=UTC)
SAID = datetime(2024, 7, 1, 3, 0, 7, tzinfo=UTC)
HERE: dict[str, Any] = {
    "mmsi": 412000101,
    "lat": 28.1,
    "lon": 121.35,
    "speed": 8.2,
    "course": 35.0,
    "type": 1,
}


def sentences(**values: Any) -> list[str]:
    return [str(sentence) for sentence in encode_dict(HERE | values, talker_id="AI")]


def tagged(sentence: str, body: str) -> str:
    return f"\\{body}*{checksum(body):02X}\\{sentence}"


def read(*lines: str) -> tuple[list[Position], list[Problem]]:
    return parse("ships.nmea", "\n".join(lines).encode(), received_at=RECEIVED)


def only(*lines: str) -> Position:
    positions, _ = read(*lines)
    assert len(positions) == 1
    return positions[0]


def reasons(problems: list[Problem]) -> list[str]:
    return [problem.reason for problem in problems]


def fine(**values: Any) -> dict[str, Any]:
    return {
        "mmsi": 412000101,
        "lat": 16860000,
        "lon": 72810000,
        "sog": 82,
        "cog": 350,
        "time": 1719802807,
        "shipname": "ZHEYUYU00138",
    } | values


def ships(value: Any) -> tuple[list[Position], list[Problem]]:
    return parse("ais.json", json.dumps(value).encode(), received_at=RECEIVED)
