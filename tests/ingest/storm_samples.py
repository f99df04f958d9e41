"""Storm files of every format, and a track laid by the hour."""

import json
from pathlib import Path
from typing import Any

from stormdesk.domain.problem import Problem
from stormdesk.domain.track import StormFile
from stormdesk.ingest.storm_file import parse_storm_file

FIXTURES = Path(__file__).parent / "fixtures"
TRACKS = Path(__file__).parents[2] / "data" / "tracks"
FEED = (FIXTURES / "zj_storm.json").read_bytes()
TEXT = (FIXTURES / "jma_storm.txt").read_bytes()
TABLE = (TRACKS / "pagasa_analyses.csv").read_bytes()
NMC = (FIXTURES / "nmc_storm.jsonp").read_bytes()
CMA = (FIXTURES / "cma_storm.txt").read_bytes()
IBTRACS = (FIXTURES / "ibtracs_storm.csv").read_bytes()
CHINESE = (FIXTURES / "table_zh.csv").read_bytes()
FORECASTS = (FIXTURES / "table_forecast.csv").read_bytes()
SAMPLES = (FEED, NMC, CMA, TEXT, TABLE, IBTRACS, CHINESE, FORECASTS)


def hourly(*changes: tuple[int, dict[str, Any]], points: int = 12) -> tuple[StormFile, list[Problem]]:
    """Import a made-up storm of hourly points moving north-west, with some of its values changed."""
    rows: list[dict[str, Any]] = [
        {"time": f"2024-07-01 {8 + i:02}:00:00", "lng": f"{125 - i * 0.2:.1f}", "lat": f"{22 + i * 0.2:.1f}"}
        | {"speed": "35", "pressure": "970", "radius7": "200|200|150|150", "radius10": "80|80|60|60"}
        for i in range(points)
    ]
    for i, values in changes:
        rows[i] |= values
    return parse_storm_file("feed.json", json.dumps({"tfid": "202497", "points": rows}).encode())
