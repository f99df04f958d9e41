"""Maps under load: 4,000 points of which 2 % change, everybody on the evacuation map, 200 refreshes."""

import statistics
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from stormdesk.domain.moment import show_instant
from tests.bench.browse import browser, open_page
from tests.bench.ground import Drill, stage
from tests.bench.host import serve_desk
from tests.bench.sessions import SPEED, Stay, visit, visit_wall
from tests.bench.table import Aim, Line

HEAP_REFRESHES = 200
HEAP_PACE = 20
SETTLED = 15
MOST_LEFT = """
select span.valid_from
from span
where span.operation_id = $operation_id and span.subject = 'evacuee' and span.facet = 'move'
group by span.valid_from
order by
    sum(count(*) filter (span.done_since is null and span.since = span.valid_from)) over (
        order by span.valid_from
    )
    - sum(count(*) filter (span.done_since = span.valid_from)) over (order by span.valid_from) desc,
    span.valid_from desc
limit 1
"""


def measure(base: Path, work: Path, drill: Drill, *, is_quick: bool) -> list[Line]:
    """Measure the wall's layers, the fullest evacuation map, and what refreshes leave behind."""
    seconds = 20.0 if is_quick else 60.0
    own_pace = visit_wall(base, work / "own", drill, 1, seconds=seconds)
    churned = _visit_churned(base, work, drill, seconds=seconds)
    return [
        *_layer_lines("wall, drill's own pace", own_pace, is_aimed=False),
        *_layer_lines("wall, 2 % of 4,000 changed", churned, is_aimed=True),
        *_measure_evacuation(base, work, drill, loads=1 if is_quick else 3),
        _measure_heap(base, work, drill, refreshes=40 if is_quick else HEAP_REFRESHES),
    ]


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
    tally = stay.tally
    asked = len(tally["layer_ms"])
    changes = tally["change_bytes"]
    socket_kb = _median(tally["refresh_bytes"], 1000)
    change_kb = _median(changes, 1000)
    yield Line(
        part="layers",
        what=f"{what}: a refresh with its layers",
        cpu_ms=stay.cpu_ms(),
        data_kb=None if socket_kb is None else socket_kb + (change_kb or 0),
        count=stay.refreshes,
        note=f"of which over the socket {_said(socket_kb)} kB",
        aims=(Aim("cpu_ms", 60), Aim("data_kb", 20)) if is_aimed else (),
    )
    if not asked:
        yield Line(part="layers", what=f"{what}: fetched layer", note="the page has none")
        return
    yield Line(
        part="layers",
        what=f"{what}: fetched layer, one change",
        data_kb=change_kb,
        p50_ms=_median(tally["layer_ms"], 1),
        p95_ms=max(tally["layer_ms"]),
        count=tally["points"],
        note=f"n = points; whole {_said(_median(tally['whole_bytes'], 1000))} kB; "
        f"304 in {tally['unchanged'] / asked:.0%} of {asked} requests; p95 = slowest",
    )


def _measure_evacuation(base: Path, work: Path, drill: Drill, *, loads: int) -> Iterator[Line]:
    at = _most_left_at(base, drill) or drill.busiest_at
    home = stage(base, work / "evacuation", at=at, speed=SPEED)
    costs, sizes, datas, waits, points = [], [], [], [], 0
    with serve_desk(home) as host, browser() as running:
        with open_page(running, f"{host.url}/sites"):
            pass
        for load in range(loads):
            rewound = show_instant(at + timedelta(minutes=load))
            before = host.cpu_s()
            with open_page(running, f"{host.url}/evacuation?t={rewound}&show=all") as visit_:
                costs.append(host.cpu_s() - before)
                sizes.append(visit_.traffic.total)
                datas.append(visit_.traffic.data)
                waits.append(visit_.visible_s)
                points = max(points, visit_.points())
    yield Line(
        part="layers",
        what="evacuation, everybody on the map: first load",
        cpu_ms=statistics.median(costs) * 1000,
        kb=statistics.median(sizes) / 1000,
        data_kb=statistics.median(datas) / 1000,
        visible_s=statistics.median(waits),
        count=points,
        note="n = points; each load at a moment of its own",
        aims=(Aim("data_kb", 700), Aim("cpu_ms", 200)),
    )


def _most_left_at(base: Path, drill: Drill) -> datetime | None:
    with duckdb.connect(str(base / "stormdesk.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute(MOST_LEFT, {"operation_id": drill.operation_id}).fetchone()
    return None if found is None else found[0]


def _measure_heap(base: Path, work: Path, drill: Drill, *, refreshes: int) -> Line:
    at = drill.busiest_at - timedelta(hours=2)
    home = stage(base, work / "heap", at=at, speed=SPEED * HEAP_PACE)
    with (
        serve_desk(home, tick_s=1) as host,
        browser() as running,
        open_page(running, f"{host.url}/wall", pace=HEAP_PACE) as opened,
    ):
        opened.hurry()
        opened.refreshed(SETTLED, within_s=120)
        before = opened.heap_mb()
        count = opened.refreshed(refreshes, within_s=240)
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


def _said(value: float | None) -> str:
    return "?" if value is None else f"{value:.1f}"
