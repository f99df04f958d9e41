"""The instants of an operation worth going to."""

from collections.abc import Iterator
from datetime import datetime

from stormdesk.domain.timeline import Mark
from stormdesk.domain.track import Fix, nearest_approach
from stormdesk.store.storms import read_fixes
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.response.words import level_name, level_status
from stormdesk.ui.storm.sheet import instant, text
from stormdesk.ui.storm_line import preferred
from stormdesk.ui.text import _, language


def marks_of(page: Page, scene: Scene, track: list[Fix]) -> list[Mark]:
    """Return level changes, steps of the work, landfalls and the nearest approach, in time order."""
    found = [*_levels(page, scene), *_work(page, scene), *_storm(page, scene, track)]
    return sorted(
        (mark for mark in found if scene.axis.starts_at <= mark.at <= scene.axis.ends_at),
        key=lambda mark: mark.at,
    )


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


def _levels(page: Page, scene: Scene) -> Iterator[Mark]:
    known = page.ask("response/levels", as_of=scene.axis.ends_at, known_at=scene.known_last_at)
    for row in known.to_dict("records"):
        name = level_name(page.county.reference, str(row["level_code"]))
        detail = f"{hazard_name(str(row['hazard']))} {name} {level_status(str(row['status']))}"
        yield Mark(at=row["level_from"].to_pydatetime(), kind="level", detail=detail)


def _work(page: Page, scene: Scene) -> Iterator[Mark]:
    names = {
        "first_vessel_home": _("首船回港"),
        "moved_50": _("转移过半"),
        "moved_90": _("转移九成"),
        "moved_100": _("转移全部完成"),
    }
    reached = page.ask("replay/milestones", known_at=scene.known_last_at).set_index("milestone")["reached_at"]
    for kind, detail in names.items():
        at = instant(reached.get(kind))
        if at is not None:
            yield Mark(at=at, kind=kind, detail=detail)


def _storm(page: Page, scene: Scene, track: list[Fix]) -> Iterator[Mark]:
    centre = page.county.profile.centre
    nearest = nearest_approach(track, centre.lat, centre.lon)
    if nearest is not None:
        name = page.county.profile.name(language()).removesuffix("市")
        detail = _("台风距{place}最近 {km} km").format(place=name, km=f"{nearest.distance_km:.0f}")
        yield Mark(at=nearest.at, kind="nearest", detail=detail)
    landfalls = page.ask("storm/landfalls", storm_id=page.storm_id, as_of=scene.axis.ends_at)
    for row in landfalls[~landfalls["is_suspect"].astype(bool)].itertuples():
        at: datetime | None = instant(row.landfall_at)
        if at is not None:
            yield Mark(at=at, kind="landfall", detail=_("登陆:{place}").format(place=text(row.place)))
