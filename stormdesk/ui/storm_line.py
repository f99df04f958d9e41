"""The storm in one line: name, strength, movement, distance, and whose analysis it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stormdesk.domain.track import Fix, distance_km, motion
from stormdesk.domain.wind import GRADE_NAMES, StormGrade
from stormdesk.outlook.storms import live_storms
from stormdesk.store.storms import read_fixes
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.text import _, language


@dataclass(frozen=True, slots=True)
class StormLine:
    """What the header says of the storm."""

    line: str
    detail: str


def preferred(found: Mapping[str, Sequence[Fix]], agencies: Sequence[str]) -> Sequence[Fix]:
    """The fixes of the agency that the county trusts first, of those that have any."""
    for agency in agencies:
        if found.get(agency):
            return found[agency]
    return next(iter(found.values()), ())


def storm_line(page: Page) -> StormLine:
    """Describe the storm of the page's moment."""
    if page.shown_storm_id is None:
        return StormLine(_("没有台风"), "")
    fixes = preferred(
        read_fixes(page.desk.store, page.shown_storm_id, page.moment), page.county.profile.storm_agencies
    )
    if not fixes:
        return StormLine(_("尚无台风定位"), "")
    last = fixes[-1]
    return StormLine(" · ".join(_strength(page, fixes)), _others(page) + _whereabouts(page, last))


def _others(page: Page) -> str:
    """The storms that live beside the one on show, ahead of everything else that is told of it."""
    names = [
        storm_name(page, storm_id)
        for storm_id in live_storms(page.desk, page.moment)
        if storm_id != page.shown_storm_id
    ]
    return _("同时另有{names} · ").format(names=" / ".join(names)) if names else ""


def _strength(page: Page, fixes: Sequence[Fix]) -> list[str]:
    last = fixes[-1]
    parts = [storm_name(page, last.storm_id)]
    if last.grade is not None:
        parts[0] += " " + _(GRADE_NAMES[StormGrade(last.grade)])
    if last.wind_ms is not None:
        parts[0] += f" {last.wind_ms:.0f} m/s"
    if last.pressure_hpa is not None:
        parts.append(f"{last.pressure_hpa:.0f} hPa")
    moving = motion(fixes[-2], last) if len(fixes) > 1 else None
    if moving is not None:
        parts.append(f"{_(moving.direction)} {moving.speed_kmh:.0f} km/h")
    return parts


def _whereabouts(page: Page, last: Fix) -> str:
    centre = page.county.profile.centre
    away_km = distance_km(last.lat, last.lon, centre.lat, centre.lon)
    kind = _("事后最佳路径") if last.is_analysis_after else _("实时定位")
    return _("距{place} {km} km · {agency} {at} 定位({kind})").format(
        place=page.county.profile.name(language()).removesuffix("市"),
        km=f"{away_km:.0f}",
        agency=_(last.agency),
        at=clock_time(last.fixed_at),
        kind=kind,
    )


def storm_name(page: Page, storm_id: str) -> str:
    """Number and name of a storm, such as 2212 “梅花”."""
    storms = page.desk.store.frame("storm/list")
    found = storms[storms["storm_id"] == storm_id]
    number = storm_id[2:]
    if found.empty:
        return number
    name = found.iloc[0][f"name_{language()}"] or found.iloc[0]["name_zh"] or found.iloc[0]["name_en"]
    return f"{number} “{name}”" if language() == "en" else f"{number} 号“{name}”"
