"""What the water outlook hands out: every gauge at a moment, the tide ahead, and facts for rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from stormdesk.domain.water.records import Level, MarkName, Rain, RainSum
from stormdesk.domain.water.sea_level import TideAhead


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Which gauges have reached a mark, how many have not, and of how many it is not known."""

    reached: tuple[str, ...]
    not_reached: int
    unknown: int

    def at_least(self, count: int) -> bool | None:
        """Whether so many have reached it; None when the unknown ones decide, or there is no gauge."""
        if len(self.reached) >= count:
            return True
        if not self.not_reached and not self.unknown:
            return None
        return False if len(self.reached) + self.unknown < count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wettest:
    """The largest sum over a window; incomplete gauges may have had more, `unknown` of them at all."""

    hours: int
    gauge_id: str | None
    gauge_name: str | None
    sum: RainSum | None
    unknown: int

    def reaches(self, threshold_mm: float) -> bool | None:
        """Whether any gauge has reached so much; None when the incomplete ones decide."""
        if self.sum is not None and self.sum.mm is not None and self.sum.mm >= threshold_mm:
            return True
        return None if self.unknown or self.sum is None else False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterFacts:
    """What rules ask of the water; nothing unknown counts as no.

    `rivers` and `reservoirs` go by mark; `tide` tells for each colour whether the sea has reached it or a
    high water of the next 24 hours is expected to; `signals` whether rain fallen reaches its threshold.
    """

    read_at: datetime | None
    rivers: Mapping[MarkName, Tally]
    reservoirs: Mapping[MarkName, Tally]
    tide: Mapping[MarkName, bool | None]
    tide_at: datetime | None
    rain: Mapping[int, Wettest]
    signals: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """All rain, river, reservoir and tide gauges of an area at a moment; `unlisted` are on no list."""

    as_of: datetime
    levels: tuple[Level, ...]
    rains: tuple[Rain, ...]
    tide: TideAhead | None
    facts: WaterFacts
    unlisted: tuple[str, ...]
