"""Each page in a browser: server CPU, bytes and time to visible, when it opens and when it refreshes."""

import statistics
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser

from stormdesk.ui.navigation import SCREENS
from tests.bench.browse import Visit, browser, open_page
from tests.bench.ground import Drill, stage
from tests.bench.host import Host, serve_desk
from tests.bench.table import Aim, Line

SPEED = 60.0
REFRESHES = 4
LONGEST_RHYTHM_S = 12.0


def measure(base: Path, work: Path, drill: Drill, *, is_quick: bool) -> Iterator[Line]:
    """Open every page on one warm server."""
    at = drill.busiest_at - timedelta(hours=2)
    home = stage(base, work / "pages", at=at, speed=SPEED)
    loads = 1 if is_quick else 3
    with serve_desk(home) as host, browser() as running:
        _warm(host, running)
        for screen in SCREENS:
            yield from _measure_page(host, running, screen.name, loads=loads)


def _warm(host: Host, running: Browser) -> None:
    with open_page(running, host, SCREENS[0].name):
        pass


def _measure_page(host: Host, running: Browser, name: str, *, loads: int) -> Iterator[Line]:
    costs, sizes, datas, waits = [], [], [], []
    refresh: Line | None = None
    for load in range(loads):
        before = host.cpu_s()
        with open_page(running, host, name) as visit:
            costs.append(host.cpu_s() - before)
            sizes.append(visit.traffic.total)
            datas.append(visit.traffic.data)
            waits.append(visit.visible_s)
            note = visit.trouble()
            if load == loads - 1:
                refresh = _measure_refresh(host, visit, name)
    yield Line(
        part="page",
        what=f"{name}: first load",
        cpu_ms=statistics.median(costs) * 1000,
        kb=statistics.median(sizes) / 1000,
        data_kb=statistics.median(datas) / 1000,
        visible_s=statistics.median(waits),
        note="says: " + note if note else "",
    )
    if refresh is not None:
        yield refresh


def _measure_refresh(host: Host, visit: Visit, name: str) -> Line | None:
    visit.watch()
    before, bytes_before, data_before = host.cpu_s(), visit.traffic.total, visit.traffic.data
    count = visit.refreshed(REFRESHES, within_s=REFRESHES * LONGEST_RHYTHM_S)
    if not count:
        return None
    visit.page.wait_for_timeout(2000)
    return Line(
        part="page",
        what=f"{name}: one refresh",
        cpu_ms=(host.cpu_s() - before) * 1000 / count,
        kb=(visit.traffic.total - bytes_before) / 1000 / count,
        data_kb=(visit.traffic.data - data_before) / 1000 / count,
        visible_s=visit.shown_s(),
        count=count,
        aims=(Aim("cpu_ms", 60),) if name == "wall" else (),
    )
