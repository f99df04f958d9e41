"""The numbers of a bulletin: each with its question, unit and page, at any moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


_ASKED: Final = (
    _Asked("duty_total", N_("责任人"), PERSONS, "duty/headline", "total", "duty"),
    _Asked("on_post", N_("责任人在岗"), PERSONS, "duty/headline", "done", "duty"),
    _Asked("target", N_("应转移"), PERSONS, "evacuation/headline", "target", "evacuation"),
    _Asked("moved", N_("已转移"), PERSONS, "evacuation/headline", "moved", "evacuation"),
    _Asked("left", N_("未转移"), PERSONS, "evacuation/headline", "left_count", "evacuation"),
    _Asked("away", N_("在外安置"), PERSONS, "evacuation/headline", "away_now", "evacuation"),
    _Asked("in_shelter", N_("在避灾场所安置"), PERSONS, "evacuation/headline", "in_shelter", "evacuation"),
    _Asked("cleared", N_("已准予返回"), PERSONS, "evacuation/headline", "cleared", "evacuation"),
    _Asked("returned", N_("已返回"), PERSONS, "evacuation/headline", "returned", "evacuation"),
    _Asked("unauthorised", N_("擅自返回"), PERSONS, "evacuation/headline", "unauthorised", "evacuation"),
    _Asked("refused", N_("拒绝转移"), PERSONS, "evacuation/headline", "refused", "evacuation"),
    _Asked("moves", N_("转移人次"), TIMES, "evacuation/headline", "moves", "evacuation"),
    _Asked("vessels_total", N_("船舶"), VESSELS, "vessels/headline", "total", "vessels"),
    _Asked("in_port", N_("船舶在港"), VESSELS, "vessels/headline", "done", "vessels"),
    _Asked("sites_total", N_("在建工地"), SITES, "sites/headline", "total", "sites"),
    _Asked("stopped", N_("工地停工"), SITES, "sites/headline", "done", "sites"),
    _Asked("shelters_total", N_("避灾场所"), PLACES, "shelters/headline", "total", "shelters"),
    _Asked("shelters_open", N_("避灾场所开放"), PLACES, "shelters/headline", "open_count", "shelters"),
    _Asked("occupants", N_("避灾场所清点"), PERSONS, "shelters/headline", "occupants", "shelters"),
)


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
    heads: dict[str, Mapping[str, Any]] = {}
    for asked in _ASKED:
        if asked.question not in heads:
            heads[asked.question] = records(ask(ground, asked.question, moment))[0]
        head = heads[asked.question]
        # A register without a row has not been brought in: nobody knows how many there are.
        value = None if head.get("total") == 0 else head[asked.column]
        yield Figure(
            key=asked.key,
            name=asked.name,
            value=None if value is None else int(value),
            unit=asked.unit,
            page=asked.page,
        )
        if asked.key == "moved":
            yield from _by_category(ground, moment)


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
