"""Duty coverage: what nobody stands guard over while the wind is there, and what a list cannot hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from stormdesk.domain.exceptions import WATCHED

ON_POST: Final = "on_post"
RELIEVED: Final = "relieved"
UNREACHABLE: Final = "unreachable"
# Where a level is in force and nobody can say when the wind comes, the next day is watched.
ASSUMED: Final = timedelta(hours=24)
# Two places so close are one; nobody on the county's roads is faster between two others.
APART_KM: Final = 1.0
FASTEST_KMH: Final = 60.0


class HoleKind(StrEnum):
    """What is wrong with a post; the order is that of the page."""

    UNCOVERED = "uncovered"
    EMPTY_VILLAGE = "empty_village"
    TWO_PLACES = "two_places"
    NO_OFFICER = "no_officer"
    SHARED_PHONE = "shared_phone"
    NO_DEPUTY = "no_deputy"
    STALE_LIST = "stale_list"


class Why(StrEnum):
    """What makes it a hole."""

    UNKNOWN = "unknown"
    ON_THE_WAY = "on_the_way"
    UNREACHABLE = "unreachable"
    RELIEVED = "relieved"
    NOBODY_ON_POST = "nobody_on_post"
    NOBODY_LISTED = "nobody_listed"
    NOT_NAMED = "not_named"
    NOT_LISTED = "not_listed"
    SELF = "self"
    ON_POST_TWICE = "on_post_twice"
    TOO_FAST = "too_fast"
    ONE_PHONE = "one_phone"
    OLD = "old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When the wind is at a place; open where no agency sees its end, assumed where none is known."""

    begins_at: datetime
    ends_at: datetime | None
    is_assumed: bool = False
    agency: str | None = None

    def is_watched(self, as_of: datetime) -> bool:
        """Whether somebody must stand there now: from some hours before the wind until it has gone."""
        return self.begins_at - WATCHED <= as_of and (self.ends_at is None or as_of < self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A person who answers for a post, and how his duty stands; status None is no report."""

    person_id: str
    name: str | None
    phone: str | None
    status: str | None = None
    since: datetime | None = None
    village_code: str | None = None
    township_code: str | None = None

    @property
    def is_on_post(self) -> bool:
        """Whether he is on post now."""
        return self.status == ON_POST


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """One hole: what, where, who, since when, in which window, and why it is one.

    `count` is how many objects or posts it is about, `people` how many persons depend on them, `km` and
    `minutes` how far apart and how soon after each other one person was reported in two places.
    """

    kind: HoleKind
    why: Why
    subject: str
    subject_id: str
    name: str | None
    township_code: str | None
    village_code: str | None = None
    officer: Guard | None = None
    deputy: Guard | None = None
    persons: tuple[Guard, ...] = ()
    since: datetime | None = None
    window: Window | None = None
    count: int = 1
    people: int | None = None
    km: float | None = None
    minutes: float | None = None


def why_uncovered(officer: Guard, deputy: Guard | None) -> Why | None:
    """Why neither an officer nor the deputy stands on a post; None while one of them does."""
    if officer.is_on_post or (deputy is not None and deputy.is_on_post):
        return None
    known = {RELIEVED: Why.RELIEVED, UNREACHABLE: Why.UNREACHABLE, None: Why.UNKNOWN}
    return known.get(officer.status, Why.ON_THE_WAY)


def uncovered_since(officer: Guard, deputy: Guard | None) -> datetime | None:
    """Since when nobody stands there: when the later of the two left; None where nothing is known."""
    return max((guard.since for guard in (officer, deputy) if guard and guard.since), default=None)


def is_too_fast(km: float | None, minutes: float) -> bool:
    """Whether nobody can have been at both places: apart, and faster than a road allows."""
    return km is not None and km > APART_KM and km > FASTEST_KMH * minutes / 60
