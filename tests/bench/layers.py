"""Maps under load: 4,000 points of which 2 % change, everybody on the evacuation map, 200 refreshes."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from stormdesk.domain.moment import show_instant
from tests.bench.browse import Visit, browser, open_page
from tests.bench.ground import Drill, stage
from tests.bench.host import Host, serve_desk
from tests.bench.sessions import SPEED, Stay, visit, visit_wall
from tests.bench.table import Aim, Line

HEAP_REFRESHES = 200
HEAP_PACE = 8
SETTLED = 15
EVERYBODY = "全部"
SWITCH_S = 20.0
ALL_LISTED = """
select max(first_at)
from
    (
        select min(greatest(span.valid_from, span.known_from)) as first_at
        from span
        where span.operation_id = $operation_id and span.subject = 'evacuee' and span.facet = 'move'
        group by span.subject_id
    )
"""


def measure(base: Path, work: Path, drill: Drill, *, is_quick: bool) -> Iterator[Line]:
    """Measure the wall's layers, the fullest evacuation map, and what refreshes leave behind."""
    seconds = 20.0 if is_quick else 60.0
    own_pace = visit_wall(base, work / "own", drill, 1, seconds=seconds)
    yield from _layer_lines("wall, drill's pace ×60", own_pace, is_aimed=False)
    storm_pace = visit_wall(base, work / "storm", drill, 1, seconds=seconds, speed=1.0)
    yield from _layer_lines("wall, storm's own pace", storm_pace, is_aimed=False)
    churned = _visit_churned(base, work, drill, seconds=seconds)
    yield from _layer_lines("wall, 2 % of 4,000 changed", churned, is_aimed=True)
    yield from _measure_evacuation(base, work, drill, loads=1 if is_quick else 3)
    yield _measure_heap(base, work, drill, refreshes=40 if is_quick else HEAP_REFRESHES)


def _visit_churned(base: Path, work: Path, drill: Drill, *, seconds: float) -> Stay:
    start_at = drill.busiest_at - timedelta(hours=1)
    home = stage(base, work / "churned", at=start_at, speed=SPEED)
    with duckdb.connect(str(home / "stormdesk.duckdb")) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set variable operation_id = $1", [drill.operation_id])
        connection.execute("set variable start_at = $1", [start_at])
        connection.execute((Path(__file__).parent / "churn.sql").read_text(encoding="utf-8"))
    with serve_desk(home) as host:
        return visit(host, "wall", 1, seconds=seconds)


def _layer_lines(what: str, stay: Stay, *, is_aimed: bool) -> Iterator[Line]:
    layers = stay.tally["layers"]
    socket_kb = _median(stay.tally["refresh_bytes"], 1000) or 0
    change_kb = sum(_median(layer["change_bytes"], 1000) or 0 for layer in layers.values())
    yield Line(
        part="layers",
        what=f"{what}: a refresh with its layers",
        cpu_ms=stay.cpu_ms(),
        data_kb=socket_kb + change_kb,
        count=stay.refreshes,
        note=f"over the socket {socket_kb:.1f} kB, layers {change_kb:.1f} kB",
        aims=(Aim("cpu_ms", 60), Aim("data_kb", 20)) if is_aimed else (),
    )
    for name, layer in layers.items():
        asked = len(layer["took_ms"])
        whole_kb = _median(layer["whole_bytes"], 1000) or 0
        yield Line(
            part="layers",
            what=f"{what}: {name}, one change",
            data_kb=_median(layer["change_bytes"], 1000),
            p50_ms=_median(layer["took_ms"], 1),
            p95_ms=max(layer["took_ms"]),
            count=layer["rows"],
            note=f"n = rows; whole {whole_kb:.1f} kB; 304 to {layer['unchanged']} of {asked}; p95 = slowest",
        )


def _measure_evacuation(base: Path, work: Path, drill: Drill, *, loads: int) -> Iterator[Line]:
    at = (_all_listed_at(base, drill) or drill.busiest_at) + timedelta(hours=1)
    home = stage(base, work / "evacuation", at=at, speed=SPEED)
    openings: list[Cost] = []
    everybody: list[Cost] = []
    with serve_desk(home) as host, browser() as running:
        with open_page(running, host, "sites"):
            pass
        for load in range(loads):
            rewound = show_instant(at + timedelta(minutes=load))
            before = host.cpu_s()
            with open_page(running, host, f"evacuation?t={rewound}") as opened:
                openings.append(
                    Cost(host.cpu_s() - before, opened.traffic.data, opened.visible_s, opened.points())
                )
                everybody.append(_show_everybody(host, opened))
    yield _cost_line("evacuation, what is left: first load", openings, is_aimed=False)
    yield _cost_line("evacuation, everybody: after the switch", everybody, is_aimed=True)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a page cost, and how many points it drew."""

    cpu_s: float
    data_bytes: float
    shown_s: float
    points: int


def _show_everybody(host: Host, opened: Visit) -> Cost:
    held = opened.points_beyond(0, within_s=SWITCH_S)
    before, data_before = host.cpu_s(), opened.traffic.data
    began = time.monotonic()
    opened.page.locator("[data-testid=stButtonGroup]").get_by_text(EVERYBODY, exact=True).first.click()
    drawn = opened.points_beyond(held, within_s=SWITCH_S)
    shown_s = time.monotonic() - began
    opened.page.wait_for_timeout(1000)
    return Cost(host.cpu_s() - before, opened.traffic.data - data_before, shown_s, drawn)


def _cost_line(what: str, costs: list[Cost], *, is_aimed: bool) -> Line:
    return Line(
        part="layers",
        what=what,
        cpu_ms=statistics.median(cost.cpu_s for cost in costs) * 1000,
        data_kb=statistics.median(cost.data_bytes for cost in costs) / 1000,
        visible_s=statistics.median(cost.shown_s for cost in costs),
        count=costs[-1].points,
        note="n = points drawn; each load at a moment of its own",
        aims=(Aim("data_kb", 700), Aim("cpu_ms", 200)) if is_aimed else (),
    )


def _all_listed_at(base: Path, drill: Drill) -> datetime | None:
    with duckdb.connect(str(base / "stormdesk.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute(ALL_LISTED, {"operation_id": drill.operation_id}).fetchone()
    return None if found is None else found[0]


def _measure_heap(base: Path, work: Path, drill: Drill, *, refreshes: int) -> Line:
    at = drill.busiest_at - timedelta(hours=2)
    home = stage(base, work / "heap", at=at, speed=SPEED * HEAP_PACE)
    with (
        serve_desk(home, tick_s=1) as host,
        browser() as running,
        open_page(running, host, "wall", pace=HEAP_PACE) as opened,
    ):
        opened.watch(is_fast=True)
        opened.refreshed(SETTLED, within_s=120)
        before = opened.heap_mb()
        count = opened.refreshed(refreshes, within_s=600)
        after = opened.heap_mb()
    return Line(
        part="layers",
        what=f"wall: script heap after {count} refreshes",
        mb=after - before,
        count=count,
        note=f"MB = growth, {before:.1f} → {after:.1f}; page's timers {HEAP_PACE} times as fast",
        aims=(Aim("mb", 5),),
    )


def _median(values: list[float], unit: float) -> float | None:
    return statistics.median(values) / unit if values else None
