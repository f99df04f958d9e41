"""The instants of an operation worth going to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from stormdesk.domain.circles import Circle
from stormdesk.domain.timeline import ENDED, Mark
from stormdesk.domain.track import Fix, nearest_approach
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.silence_spans import SilentSpan
from stormdesk.store.storms import read_fixes
from stormdesk.ui.actors import actor_name
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import duration
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.replay.weather import peak_surge, stays
from stormdesk.ui.replay.words import signal_signs
from stormdesk.ui.replay.work_steps import Steps
from stormdesk.ui.response.facts import read_facts
from stormdesk.ui.response.words import level_mark, level_name, level_status, signal_name
from stormdesk.ui.storm.sheet import instant, text
from stormdesk.ui.storm_line import preferred
from stormdesk.ui.text import _, language

LONGEST_SILENCES: Final = 3


def track_of(page: Page, scene: Scene) -> list[Fix]:
    """Return the storm's whole track over the operation, by the agency that the county trusts first."""
    if page.storm_id is None:
        return []
    moment = type(page.moment)(page.moment.operation_id, scene.axis.ends_at, scene.known_last_at)
    fixes = read_fixes(page.desk.store, page.storm_id, moment)
    return [
        fix
        for fix in preferred(fixes, page.county.profile.storm_agencies)
        if fix.fixed_at >= scene.axis.starts_at
    ]


def decision_marks(page: Page, scene: Scene) -> Iterator[Mark]:
    """Yield every level decided on and every signal issued or lifted, with who did it."""
    yield from _level_marks(page, scene)
    yield from _signal_marks(page, scene)


def _level_marks(page: Page, scene: Scene) -> Iterator[Mark]:
    asked = {"as_of": scene.axis.ends_at, "known_at": scene.known_last_at}
    for row in plain_rows(page.ask("response/levels", **asked)):
        name = level_name(page.county.reference, str(row["level_code"]))
        facts, is_over = read_facts(row["payload"], language=language()), row["status"] == ENDED
        yield Mark(
            at=row["level_from"],
            kind="level",
            detail=f"{hazard_name(str(row['hazard']))} {name} {level_status(str(row['status']))}",
            by=facts.authority or actor_name(row["actor"]),
            subject="response",
            is_decision=True,
            code="" if is_over else str(row["level_code"]),
            sign=_("终") if is_over else level_mark(page.county.reference, str(row["level_code"])),
        )


def _signal_marks(page: Page, scene: Scene) -> Iterator[Mark]:
    asked = {"as_of": scene.axis.ends_at, "known_at": scene.known_last_at}
    for row in plain_rows(page.ask("response/signal_history", **asked)):
        name = signal_name(page, str(row["hazard"]), str(row["colour"]))
        is_issue = row["status"] == "issued"
        yield Mark(
            at=row["signal_from"],
            kind="signal",
            detail=_("发布{signal}").format(signal=name)
            if is_issue
            else _("解除{signal}").format(signal=name),
            by=actor_name(row["actor"]),
            subject="warning",
            is_decision=True,
            code=str(row["colour"]) if is_issue else "",
            sign=signal_signs().get(str(row["hazard"]), "!"),
        )


def work_marks(page: Page, scene: Scene, steps: Steps) -> Iterator[Mark]:
    """Yield when people were moved by half, nine tenths and all, and the first and last boat came home."""
    names = {
        "first_vessel_home": ("vessel", _("首船回港")),
        "moved_50": ("evacuee", _("转移过半")),
        "moved_90": ("evacuee", _("转移九成")),
        "moved_100": ("evacuee", _("转移全部完成")),
    }
    found = page.ask("replay/milestones", known_at=scene.known_last_at)
    reached = found.set_index("milestone")["reached_at"]
    for kind, (subject, detail) in names.items():
        at = instant(reached.get(kind))
        if at is not None:
            yield Mark(at=at, kind=kind, detail=detail, subject=subject)
    boats = steps.sums("vessel")
    if not boats.empty and boats["done"].max() > 0:
        most = int(boats["done"].max())
        last_at = datetime.fromtimestamp(int(boats.index[boats["done"].eq(most)][0]), UTC)
        detail = _("末船回港(在港最多 {count} 艘)").format(count=f"{most:,}")
        yield Mark(at=last_at, kind="last_vessel_home", detail=detail, subject="vessel")


def storm_marks(page: Page, scene: Scene, track: Sequence[Fix]) -> Iterator[Mark]:
    """Yield landfalls, the nearest approach, and when circles reached and left the county's centre."""
    centre = page.county.profile.centre
    place = page.county.profile.name(language()).removesuffix("市")
    nearest = nearest_approach(track, centre.lat, centre.lon)
    if nearest is not None:
        detail = _("台风距{place}最近 {km} km").format(place=place, km=f"{nearest.distance_km:.0f}")
        yield Mark(at=nearest.at, kind="nearest", detail=detail, subject="storm")
    for circle, (first, last) in stays(page, track).items():
        if circle is not Circle.TWELVE:
            said = {"force": int(circle), "place": place}
            first_words = _("{force}级风圈到{place}").format(**said)
            last_words = _("{force}级风圈离开{place}").format(**said)
            yield Mark(at=first, kind=f"wind{circle:d}", detail=first_words, subject="storm")
            yield Mark(at=last, kind="wind_left", detail=last_words, subject="storm")
    landfalls = page.ask("storm/landfalls", storm_id=page.storm_id, as_of=scene.axis.ends_at)
    for row in landfalls[~landfalls["is_suspect"].astype(bool)].itertuples():
        at = instant(row.landfall_at)
        if at is not None:
            words = _("登陆:{place}").format(place=text(row.place))
            yield Mark(at=at, kind="landfall", detail=words, subject="storm")


def sea_marks(sea: Mapping[str, Any]) -> Iterator[Mark]:
    """Yield the largest surge and the highest water that was read; without readings nothing is known."""
    surge = peak_surge(sea)
    if surge is not None:
        words = _("最大增水 {metres} 米").format(metres=f"{surge[1]:.2f}")
        yield Mark(
            at=datetime.fromtimestamp(surge[0], UTC),
            kind="surge",
            detail=words,
            subject="sea",
            code=sea["gauge"],
        )
    if sea["read"]:
        at, level = max(sea["read"], key=lambda point: (point[1], -point[0]))
        words = _("最高潮位 {metres} 米({datum})").format(metres=f"{level:.2f}", datum=sea["datum"])
        yield Mark(
            at=datetime.fromtimestamp(at, UTC),
            kind="high_water",
            detail=words,
            subject="sea",
            code=sea["gauge"],
        )


def silence_marks(page: Page, spans: Sequence[SilentSpan]) -> Iterator[Mark]:
    """Yield the longest silences."""
    longest = sorted(spans, key=lambda one: (one.starts_at - one.ends_at, one.code))[:LONGEST_SILENCES]
    for one in longest:
        words = _("{area}静默 {lasted}").format(
            area=page.area_name(one.code), lasted=duration(one.ends_at - one.starts_at)
        )
        yield Mark(at=one.starts_at, kind="silence", detail=words, subject="area", code=one.code)


def difference_marks(page: Page, scene: Scene) -> Iterator[Mark]:
    """Yield when the townships' tallies lay furthest from the roster, and when that one agreed again."""
    rows = plain_rows(page.ask("replay/differences", known_at=scene.known_last_at))
    worst = next((row for row in rows if row["a_less_b"]), None)
    if worst is None:
        return
    line = {name: worst[name] for name in ("township_code", "category")}
    where = page.area_name(line["township_code"])
    words = _("两本账相差最大:{area}上报 {told},名册 {ticked}").format(
        area=where, told=f"{worst['a_reported']:,}", ticked=f"{worst['b_ticked']:,}"
    )
    yield Mark(at=worst["told_at"], kind="difference", detail=words, subject="tally")
    agreed = [
        row["told_at"]
        for row in rows
        if line.items() <= row.items() and row["told_at"] > worst["told_at"] and not row["a_less_b"]
    ]
    if agreed:
        words = _("{area}两本账重新相符").format(area=where)
        yield Mark(at=min(agreed), kind="agreed", detail=words, subject="tally")
