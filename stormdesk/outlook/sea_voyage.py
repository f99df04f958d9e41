"""Boats on their ways to one harbour each, and what the storm does to them on the way."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from stormdesk.domain.moment import Moment
from stormdesk.domain.sea.crossing import Boats, Crossing, Samples, SeaSpeed, crossing
from stormdesk.domain.sea.grid import Flags, Numbers, Whole
from stormdesk.domain.sea.times import SeaTimes
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.sea_harbours import Harbours
from stormdesk.outlook.sea_meeting import Sighting, Threat, closer, evenly, instant, sampled, sighted
from stormdesk.outlook.sea_waters import Lanes, lanes

AHEAD_BFT: Final = 6
INSIDE_BFT: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all boats have in common: where, when, which storm, which circle."""

    ground: Ground
    moment: Moment
    threat: Threat
    harbours: Harbours

    @property
    def speed(self) -> SeaSpeed:
        """The share of their speed that boats keep in the sea before the circle and within it."""
        times = SeaTimes(self.ground.county.sea_times)
        return SeaSpeed(ahead=times.speed_share(AHEAD_BFT), inside=times.speed_share(INSIDE_BFT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Voyage:
    """Boats on their ways to one harbour each, and what the storm does to them."""

    lanes: Lanes
    harbour: Whole
    samples: Samples
    sighting: Sighting
    crossing: Crossing


def sail(at: Setting, places: Numbers, boats: Boats, harbour: Whole) -> Voyage:
    """Lead each place to the harbour of that row, and look for the storm on the way."""
    way = lanes(at.ground.county, at.harbours.rows, places, harbour)
    owner, share = evenly(way.km)
    samples = sampled(way.strands, way.km, owner, share)
    sighting, found = _crossed(at, samples, boats)
    if found.is_cut.any():
        samples = sampled(way.strands, way.km, *closer(samples, share, found.decisive))
        sighting, found = _crossed(at, samples, boats)
    return Voyage(lanes=way, harbour=harbour, samples=samples, sighting=sighting, crossing=found)


def _crossed(at: Setting, samples: Samples, boats: Boats) -> tuple[Sighting, Crossing]:
    sighting = sighted(at.threat, samples.lat, samples.lon, as_of=at.moment.as_of)
    now = instant(at.moment.as_of)
    return sighting, crossing(samples, sighting.meeting, boats, now=now, speed=at.speed)


def is_too_late(found: Crossing, at: Setting) -> Flags:
    """Whether a boat that set out now would not be done before the circle is there."""
    minutes = (found.hazard_at - instant(at.moment.as_of)) / np.timedelta64(60, "s")
    return np.asarray(found.need_min > minutes)
