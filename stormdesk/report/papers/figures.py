"""The numbers of a bulletin: each with its question, unit and page, at any moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from stormdesk.domain.moment import Moment
from stormdesk.domain.papers import Facts
from stormdesk.domain.vocabulary import N_
from stormdesk.outlook.ground import Ground
from stormdesk.report.sums import ask, records

PERSONS, TIMES, VESSELS, PLACES, SITES = N_("人"), N_("人次"), N_("艘"), N_("处"), N_("个工地")
MOVED: Final = "moved:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number: what it counts, how many (None: nobody has said), in what unit, and what shows its rows.

    `name_en` stands beside the names of categories, which are the county's.
    """

    key: str
    name: str
    name_en: str | None = None
    value: int | None
    unit: str
    page: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where a number comes from."""

    key: str
    name: str
    unit: str
    question: str
    column: str
    page: str


_DUTY, _MOVES, _BERTHS = "duty/headline", "evacuation/headline", "vessels/headline"
_WORK, _ROOM, _COUNTED = "sites/headline", "shelters/headline", "shelters/headcount"
_ASKED: Final = (
    _Asked("duty_total", N_("责任人"), PERSONS, _DUTY, "total", "duty"),
    _Asked("on_post", N_("责任人在岗"), PERSONS, _DUTY, "done", "duty"),
    _Asked("relieved", N_("责任人已交班"), PERSONS, _DUTY, "over_count", "duty"),
    _Asked("duty_silent", N_("责任人未报"), PERSONS, _DUTY, "unknown_count", "duty"),
    _Asked("target", N_("应转移"), PERSONS, _MOVES, "target", "evacuation"),
    _Asked("moved", N_("已转移"), PERSONS, _MOVES, "moved", "evacuation"),
    _Asked("left", N_("未转移"), PERSONS, _MOVES, "left_count", "evacuation"),
    _Asked("away", N_("在外安置"), PERSONS, _MOVES, "away_now", "evacuation"),
    _Asked("in_shelter", N_("在避灾场所安置"), PERSONS, _MOVES, "in_shelter", "evacuation"),
    _Asked("with_relatives", N_("投亲靠友"), PERSONS, _MOVES, "with_relatives", "evacuation"),
    _Asked("elsewhere", N_("其他安置"), PERSONS, _MOVES, "elsewhere", "evacuation"),
    _Asked("cleared", N_("已准予返回而尚未返回"), PERSONS, _MOVES, "cleared", "evacuation"),
    _Asked("returned", N_("已返回"), PERSONS, _MOVES, "returned", "evacuation"),
    _Asked("unauthorised", N_("擅自返回"), PERSONS, _MOVES, "unauthorised", "evacuation"),
    _Asked("refused", N_("拒绝转移"), PERSONS, _MOVES, "refused", "evacuation"),
    _Asked("moves", N_("转移人次"), TIMES, _MOVES, "moves", "evacuation"),
    _Asked("vessels_total", N_("船舶"), VESSELS, _BERTHS, "total", "vessels"),
    _Asked("in_port", N_("船舶在港"), VESSELS, _BERTHS, "done", "vessels"),
    _Asked("vessels_silent", N_("船舶未报"), VESSELS, _BERTHS, "unknown_count", "vessels"),
    _Asked("sites_total", N_("在建工地"), SITES, _WORK, "total", "sites"),
    _Asked("stopped", N_("工地停工"), SITES, _WORK, "done", "sites"),
    _Asked("resumed", N_("工地复工"), SITES, _WORK, "over_count", "sites"),
    _Asked("sites_silent", N_("工地未报"), SITES, _WORK, "unknown_count", "sites"),
    _Asked("shelters_total", N_("避灾场所"), PLACES, _ROOM, "total", "shelters"),
    _Asked("shelters_open", N_("避灾场所开放"), PLACES, _ROOM, "done", "shelters"),
    _Asked("shelters_closed", N_("避灾场所已关闭"), PLACES, _ROOM, "over_count", "shelters"),
    _Asked("shelters_silent", N_("避灾场所未报"), PLACES, _ROOM, "unknown_count", "shelters"),
    _Asked("occupants", N_("避灾场所清点"), PERSONS, _ROOM, "occupants", "shelters"),
    _Asked("signed_then", N_("清点时登记在册"), PERSONS, _COUNTED, "signed_in_then", "shelters"),
    _Asked("uncounted", N_("开放而未清点的避灾场所"), PLACES, _ROOM, "uncounted_count", "shelters"),
)
# What stands although nobody has reported: how many there are, and of how many nothing is known.
_STANDS: Final = ("total", "unknown_count")


@dataclass(frozen=True, slots=True)
class Counting:
    """The last headcounts of the open shelters: made between these instants."""

    first_at: datetime
    last_at: datetime


def counting(ground: Ground, moment: Moment) -> Counting | None:
    """When the headcounts that a bulletin adds up were made; None where nobody has counted."""
    made = [row["counted_at"] for row in _counts(ground, moment)]
    return Counting(min(made), max(made)) if made else None


def figures(ground: Ground, moment: Moment) -> tuple[Figure, ...]:
    """Every number of a bulletin at a moment, the people moved by category after their sum."""
    return tuple(_figures(ground, moment))


def facts(ground: Ground, moment: Moment) -> Facts:
    """The same as plain numbers by key; persons (人数) and person-times (人次) never under one key."""
    return {one.key: one.value for one in figures(ground, moment)}


def moved_by_category(ground: Ground, moment: Moment) -> dict[str, int]:
    """Persons moved by category, only those with anybody, in the county's order; others after them."""
    found = {
        str(row["category"] or ""): int(row["done"])
        for row in records(ask(ground, "evacuation/by_category", moment))
        if row["done"]
    }
    known = [category.code for category in ground.county.evacuation_categories]
    order = [code for code in known if code in found] + [code for code in found if code not in known]
    return {code: found[code] for code in order}


def _figures(ground: Ground, moment: Moment) -> Iterator[Figure]:
    heads: dict[str, Mapping[str, Any]] = {_COUNTED: _counted(ground, moment)}
    for asked in _ASKED:
        if asked.question not in heads:
            heads[asked.question] = records(ask(ground, asked.question, moment))[0]
        value = heads[asked.question][asked.column]
        if _is_silent(heads[asked.question], asked.column):
            value = None
        yield Figure(
            key=asked.key,
            name=asked.name,
            value=None if value is None else int(value),
            unit=asked.unit,
            page=asked.page,
        )
        if asked.key == "moved":
            yield from _by_category(ground, moment)


def _is_silent(head: Mapping[str, Any], column: str) -> bool:
    """Whether nobody has spoken: of a register without a row, or of any of those that are on it."""
    total = head.get("total")
    return total == 0 or (total is not None and head["unknown_count"] == total and column not in _STANDS)


def _counts(ground: Ground, moment: Moment) -> list[dict[str, Any]]:
    """The headcounts that the open shelters' occupants are made of."""
    rows = records(ask(ground, "shelters/headcount", moment))
    return [row for row in rows if row["progress"] == "done" and row["headcount"] is not None]


def _counted(ground: Ground, moment: Moment) -> dict[str, int | None]:
    """How many were signed in where and when people were counted; None where nobody has counted."""
    then = [row["signed_in_then"] for row in _counts(ground, moment)]
    return {"signed_in_then": sum(then) if then else None}


def _by_category(ground: Ground, moment: Moment) -> Iterator[Figure]:
    names = {known.code: known for known in ground.county.evacuation_categories}
    for code, persons in moved_by_category(ground, moment).items():
        known = names.get(code)
        yield Figure(
            key=f"{MOVED}{code}",
            name=known.name_zh if known else code,
            name_en=known.name_en if known else code,
            value=persons,
            unit=PERSONS,
            page="evacuation",
        )
