"""Rules that hold between the tables of a county: codes, names, totals, levels and deadlines."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel
from pyproj import CRS
from pyproj.exceptions import CRSError

from stormdesk.domain.county import County, Reference
from stormdesk.domain.county_break import Break, CountyRule
from stormdesk.domain.county_place_rules import harbours, positions, shapes
from stormdesk.domain.county_rows import DeadlineKind, DeadlineRule, Tier
from stormdesk.domain.sea.time_rules import sea_time_breaks
from stormdesk.domain.vocabulary import Subject
from stormdesk.domain.work.clearance_rules import clearance

PROFILE: Final = "profile.yaml"

NEEDED: Final = {
    DeadlineKind.BEFORE_CIRCLE: frozenset({"circle_bft", "margin_min"}),
    DeadlineKind.BEFORE_HIGH_TIDE: frozenset({"margin_min"}),
    DeadlineKind.BEFORE_FLOOD: frozenset({"margin_min"}),
    DeadlineKind.CLOCK_TIME: frozenset({"clock_time"}),
    DeadlineKind.AT_LEVEL: frozenset({"level_code", "within_min"}),
}
ALSO_ALLOWED: Final = {
    DeadlineKind.CLOCK_TIME: frozenset({"level_code"}),
    DeadlineKind.BEFORE_HIGH_TIDE: frozenset({"circle_bft"}),
}
KIND_COLUMNS: Final = ("circle_bft", "margin_min", "clock_time", "level_code", "within_min")
SUBJECTS: Final = frozenset(Subject)
# The circles that storm feeds carry.
CIRCLES_BFT: Final = frozenset({7, 10, 12})


def _profile(county: County) -> Iterator[Break]:
    profile = county.profile
    try:
        ZoneInfo(profile.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield Break(PROFILE, None, "timezone", profile.timezone, CountyRule.TIMEZONE)
    try:
        is_metric = CRS.from_user_input(profile.projection).axis_info[0].unit_name == "metre"
    except CRSError:
        is_metric = False
    if not is_metric:
        yield Break(PROFILE, None, "projection", profile.projection, CountyRule.PROJECTION)
    if not profile.map_bounds.holds(profile.centre.lat, profile.centre.lon):
        yield Break(PROFILE, None, "centre", f"{profile.centre.lat}, {profile.centre.lon}", CountyRule.CENTRE)


def _repeats(
    table: str, rows: Sequence[BaseModel], columns: tuple[str, ...], rule: CountyRule
) -> Iterator[Break]:
    seen: set[tuple[object, ...]] = set()
    for index, row in enumerate(rows):
        key = tuple(getattr(row, column) for column in columns)
        if key in seen:
            yield Break(table, index, columns[-1], str(key[-1]), rule)
        seen.add(key)


def _unique(county: County) -> Iterator[Break]:
    code, name, key = CountyRule.CODE_TWICE, CountyRule.NAME_TWICE, CountyRule.KEY_TWICE
    yield from _repeats("townships.csv", county.townships, ("code",), code)
    yield from _repeats("townships.csv", county.townships, ("name_zh",), name)
    yield from _repeats("townships.csv", county.townships, ("name_en",), name)
    yield from _repeats("villages.csv", county.villages, ("code",), code)
    yield from _repeats("villages.csv", county.villages, ("township_code", "name_zh"), name)
    yield from _repeats("villages.csv", county.villages, ("township_code", "name_en"), name)
    yield from _repeats("harbours.csv", county.harbours, ("harbour_id",), code)
    yield from _repeats("member_units.csv", county.member_units, ("unit_id",), code)
    yield from _repeats("eight_lists.csv", county.eight_lists, ("code",), code)
    yield from _repeats("eight_lists.csv", county.eight_lists, ("order",), key)
    yield from _repeats("report_rhythms.csv", county.report_rhythms, ("level_code", "tier"), key)
    yield from _repeats("deadlines.csv", county.deadlines, ("code",), code)
    yield from _repeats("deadlines.csv", county.deadlines, ("subject", "facet", "category", "kind"), key)
    phrases = county.evacuation_phrases
    yield from _repeats("evacuation_phrases.csv", phrases, ("storm_number", "category_code"), key)
    yield from _repeats("evacuation_phrases.csv", phrases, ("storm_number", "order"), key)
    for table, rows in _vocabularies(county):
        yield from _repeats(table, rows, ("code",), code)
        yield from _repeats(table, rows, ("order",), key)


def _vocabularies(county: County) -> tuple[tuple[str, Sequence[BaseModel]], ...]:
    return (
        ("evacuation_categories.csv", county.evacuation_categories),
        ("vessel_classes.csv", county.vessel_classes),
        ("facility_sectors.csv", county.facility_sectors),
        ("duty_roles.csv", county.duty_roles),
    )


def _townships(county: County) -> Iterator[Break]:
    for index, township in enumerate(county.townships):
        if not township.code.startswith(county.profile.code):
            yield Break("townships.csv", index, "code", township.code, CountyRule.TOWNSHIP_PREFIX)
        if township.area_code != township.code + "000":
            yield Break("townships.csv", index, "area_code", township.area_code, CountyRule.AREA_CODE)
        if not (township.is_counted or township.note):
            yield Break("townships.csv", index, "note", "", CountyRule.NOTE_MISSING)
        if township.is_counted and township.code not in county.shapes.townships:
            yield Break("townships.csv", index, "code", township.code, CountyRule.SHAPE_MISSING)


def _villages(county: County) -> Iterator[Break]:
    townships = {township.code: township for township in county.townships}
    for index, village in enumerate(county.villages):
        township = townships.get(village.township_code)
        if township is None:
            yield Break(
                "villages.csv", index, "township_code", village.township_code, CountyRule.TOWNSHIP_UNKNOWN
            )
        elif village.is_counted and not township.is_counted:
            yield Break("villages.csv", index, "is_counted", "yes", CountyRule.COUNTED_UNDER_UNCOUNTED)
        if not village.code.startswith(village.township_code):
            yield Break("villages.csv", index, "code", village.code, CountyRule.VILLAGE_PREFIX)
        if not (village.is_counted or village.note):
            yield Break("villages.csv", index, "note", "", CountyRule.NOTE_MISSING)


def _totals(county: County) -> Iterator[Break]:
    declared = county.profile.declared
    townships, villages = len(county.counted_townships), len(county.counted_villages)
    if townships != declared.counted_townships:
        value = f"{townships} ≠ {declared.counted_townships}"
        yield Break("townships.csv", None, "is_counted", value, CountyRule.TOWNSHIP_TOTAL)
    if villages != declared.counted_villages:
        value = f"{villages} ≠ {declared.counted_villages}"
        yield Break("villages.csv", None, "is_counted", value, CountyRule.VILLAGE_TOTAL)


def _levels(county: County) -> Iterator[Break]:
    known = {level.code for level in county.reference.levels}
    for index, rhythm in enumerate(county.report_rhythms):
        if rhythm.level_code not in known:
            yield Break(
                "report_rhythms.csv", index, "level_code", rhythm.level_code, CountyRule.LEVEL_UNKNOWN
            )
    for index, deadline in enumerate(county.deadlines):
        if deadline.level_code is not None and deadline.level_code not in known:
            yield Break("deadlines.csv", index, "level_code", deadline.level_code, CountyRule.LEVEL_UNKNOWN)


def _rhythms(county: County) -> Iterator[Break]:
    ranks = {level.code: level.rank for level in county.reference.levels}
    for tier in Tier:
        rows = [
            (ranks[rhythm.level_code], rhythm.every_min, index)
            for index, rhythm in enumerate(county.report_rhythms)
            if rhythm.tier is tier and rhythm.level_code in ranks
        ]
        for (_, lower, _), (_, higher, index) in pairwise(sorted(rows)):
            if higher > lower:
                yield Break("report_rhythms.csv", index, "every_min", str(higher), CountyRule.RHYTHM_SLOWER)


def _deadline(rule: DeadlineRule) -> Iterator[tuple[str, CountyRule]]:
    needed = NEEDED[rule.kind]
    allowed = needed | ALSO_ALLOWED.get(rule.kind, frozenset())
    for column in KIND_COLUMNS:
        is_filled = getattr(rule, column) is not None
        if column in needed and not is_filled:
            yield column, CountyRule.DEADLINE_NEEDS
        if is_filled and column not in allowed:
            yield column, CountyRule.DEADLINE_SURPLUS
    if rule.circle_bft is not None and rule.circle_bft not in CIRCLES_BFT:
        yield "circle_bft", CountyRule.CIRCLE_UNKNOWN


def _categories(county: County) -> dict[str, set[str]]:
    return {
        "evacuee": {row.code for row in county.evacuation_categories},
        "vessel": {row.code for row in county.vessel_classes},
        "facility": {row.code for row in county.facility_sectors},
        "responsible_person": {row.code for row in county.duty_roles},
    }


def _deadlines(county: County) -> Iterator[Break]:
    categories = _categories(county)
    for index, rule in enumerate(county.deadlines):
        if rule.subject not in SUBJECTS:
            yield Break("deadlines.csv", index, "subject", rule.subject, CountyRule.SUBJECT_UNKNOWN)
        if rule.category is not None and rule.category not in categories.get(rule.subject, set()):
            yield Break("deadlines.csv", index, "category", rule.category, CountyRule.CATEGORY_UNKNOWN)
        for column, broken in _deadline(rule):
            value = getattr(rule, column)
            yield Break("deadlines.csv", index, column, "" if value is None else str(value), broken)


def _phrases(county: County) -> Iterator[Break]:
    known = {category.code for category in county.evacuation_categories}
    for index, phrase in enumerate(county.evacuation_phrases):
        if phrase.category_code not in known:
            code = phrase.category_code
            yield Break("evacuation_phrases.csv", index, "category_code", code, CountyRule.CATEGORY_UNKNOWN)


CHECKS: Final = (
    _profile,
    _unique,
    _townships,
    _villages,
    _totals,
    positions,
    harbours,
    shapes,
    _levels,
    _rhythms,
    _deadlines,
    clearance,
    _phrases,
)


def county_breaks(county: County) -> list[Break]:
    """List every place where the county's tables break a rule among themselves."""
    among = [broken for check in CHECKS for broken in check(county)]
    return [*among, *sea_time_breaks(county.sea_times)]


def reference_breaks(reference: Reference) -> list[Break]:
    """List every place where the shared tables repeat a code, a rank or an order."""
    code, key = CountyRule.CODE_TWICE, CountyRule.KEY_TWICE
    return [
        *_repeats("levels.csv", reference.levels, ("code",), code),
        *_repeats("levels.csv", reference.levels, ("rank",), key),
        *_repeats("signals.csv", reference.signals, ("code",), code),
        *_repeats("signals.csv", reference.signals, ("hazard", "rank"), key),
        *_repeats("danger_zone_types.csv", reference.danger_zone_types, ("code",), code),
        *_repeats("danger_zone_types.csv", reference.danger_zone_types, ("order",), key),
    ]
