"""The replay under a dragging hand: until figures and map stand, and until the server does."""

import statistics
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from tests.bench.browse import browser, open_page
from tests.bench.ground import Drill, stage
from tests.bench.host import serve_desk
from tests.bench.table import Aim, Line

FIGURES_MS, MAP_MS = 300.0, 1000.0
MOVES, RESTS = 60, 5
# Each move of the pointer, timed to the frame in which the figures stand and to the task after the map's.
DRAG = """async (moves) => {
  const find = (root, name) => {
    const own = root.querySelector(name);
    if (own) return own;
    for (const node of root.querySelectorAll("*")) {
      const found = node.shadowRoot && find(node.shadowRoot, name);
      if (found) return found;
    }
    return null;
  };
  const stage = find(document, ".rp-stage");
  const box = stage.getBoundingClientRect();
  stage.setPointerCapture = () => {};
  const at = { clientY: box.y + 250, pointerId: 1, bubbles: true, composed: true };
  const tell = (kind, x) => stage.dispatchEvent(new PointerEvent(kind, { ...at, clientX: x }));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const figures = [];
  const maps = [];
  tell("pointerdown", box.x + 300);
  for (let move = 0; move < moves; move += 1) {
    const began = performance.now();
    tell("pointermove", box.x + 200 + ((move * 97) % (box.width - 240)));
    await frame();
    figures.push(performance.now() - began);
    await new Promise((done) => setTimeout(done, 0));
    await frame();
    maps.push(performance.now() - began);
  }
  tell("pointerup", box.x + 300);
  return { figures, maps };
}"""


def measure(base: Path, work: Path, drill: Drill, *, is_quick: bool) -> Iterator[Line]:
    """Drag across the whole operation, then step and wait for the server."""
    home = stage(base, work / "replay", at=drill.busiest_at, speed=0.0)
    moment = (drill.busiest_at - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    with serve_desk(home) as host, browser() as running, open_page(running, host, "replay") as visit:
        visit.page.goto(f"{host.url}/replay?op={drill.operation_id}&t={moment}")
        visit.page.locator(".rp-axis").wait_for(timeout=120_000)
        visit.page.wait_for_timeout(3000)
        taken = visit.page.evaluate(DRAG, MOVES // 3 if is_quick else MOVES)
        yield _line("drag: figures of the curves", taken["figures"], FIGURES_MS)
        yield _line("drag: maps", taken["maps"], MAP_MS)
        yield _line("rest: header of the server's answer", list(_rests(visit.page)), None)


def _rests(page: Page) -> Iterator[float]:
    stage = page.locator(".rp-stage")
    for _rest in range(RESTS):
        stage.focus()
        page.keyboard.press("Shift+ArrowLeft")
        began = page.evaluate("performance.now()")
        wanted = page.locator(".rp-clock").inner_text()
        page.locator(".sd-moment", has_text=wanted).wait_for(timeout=60_000)
        yield page.evaluate("performance.now()") - began


def _line(what: str, taken: list[float], most_ms: float | None) -> Line:
    ordered = sorted(taken)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return Line(
        part="replay",
        what=what,
        p50_ms=statistics.median(ordered),
        p95_ms=p95,
        count=len(ordered),
        ratio=None if most_ms is None else p95 / most_ms,
        aims=() if most_ms is None else (Aim("p95_ms", most_ms),),
    )
