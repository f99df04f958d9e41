"""When the storms on screen arrive at the places in view: what the arrival block draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from stormdesk.domain.arrival.records import Band, Course, Passages
from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.county import TOWNSHIP_DIGITS
from stormdesk.outlook.storms import CIRCLES, band_of, courses_of, live_storms, passages_of
from stormdesk.ui.page import Page
from stormdesk.ui.storm.board import Board
from stormdesk.ui.text import language


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place whose arrivals are shown; without coordinates it is unknown."""

    name: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Courses and what they mean for the places, row by row."""

    as_of: datetime
    places: Sequence[Place]
    courses: tuple[Course, ...]
    bands: Mapping[Circle, Band]
    passages: Mapping[Circle, Passages]


def storms_in_view(page: Page, board: Board) -> list[str]:
    """The chosen storm first, then every other that lives at its moment."""
    alive = live_storms(page.desk, board.scene.moment)
    return [board.scene.storm_id, *(name for name in alive if name != board.scene.storm_id)]


def read_arrivals(page: Page, board: Board, storms: Sequence[str], places: Sequence[Place]) -> Reading:
    """Follow the chosen storms by every agency, as issued by the chosen base time, to the places."""
    moment = board.scene.moment
    assumed = Assumptions(issued_by=board.issued_at)
    courses = tuple(
        course for storm_id in storms for course in courses_of(page.desk, storm_id, moment, assumed)
    )
    lats = [np.nan if place.lat is None else place.lat for place in places]
    lons = [np.nan if place.lon is None else place.lon for place in places]
    return Reading(
        as_of=moment.as_of,
        places=places,
        courses=courses,
        bands={circle: band_of(courses, lats, lons, circle=circle, as_of=moment.as_of) for circle in CIRCLES},
        passages={circle: passages_of(courses, lats, lons, circle=circle) for circle in CIRCLES},
    )


def places_in_view(page: Page) -> list[Place]:
    """The county's centre and townships; within a township its villages; a village alone."""
    county, code = page.county, page.area_code
    if code is None:
        centre = county.profile.centre
        whole = Place(name=county.profile.name(language()), lat=centre.lat, lon=centre.lon)
        seats = [
            Place(name=township.name(language()), lat=township.seat_lat, lon=township.seat_lon)
            for township in county.townships
        ]
        return [whole, *seats]
    if len(code) > TOWNSHIP_DIGITS and not code.endswith("000"):
        villages = [county.village(code)]
    else:
        villages = list(county.villages_of(code[:TOWNSHIP_DIGITS]))
    return [Place(name=village.name(language()), lat=village.lat, lon=village.lon) for village in villages]


def instant(value: np.datetime64) -> datetime | None:
    """Return an instant of the calculation as a datetime, None where there is none."""
    if np.isnat(value):
        return None
    at: datetime = value.astype("datetime64[s]").item()
    return at.replace(tzinfo=UTC)
