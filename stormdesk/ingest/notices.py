"""The dated public notices as acceptance cases, and what our own held tracks say at the same minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from stormdesk.domain.county import County
from stormdesk.domain.county_rows import Lat, Lon, Note, Row, Sourced, Text
from stormdesk.domain.moment import Moment, parse_instant
from stormdesk.domain.rules.evaluate import Reading, Sight, evaluate_hazard
from stormdesk.domain.rules.facts import FACTS
from stormdesk.domain.rules.notices import Judged, Notice, StatedFact, judge
from stormdesk.domain.rules.records import LEVEL_RANKS, RuleHazard, RuleLevel, RuleSet
from stormdesk.errors import BadCountyFile
from stormdesk.ingest import jma_track, pagasa
from stormdesk.ingest.table_file import read_table
from stormdesk.outlook.level_run import steps_of
from stormdesk.outlook.level_storms import sights_of
from stormdesk.outlook.level_tracks import Tracks, live, tracks_of

NOTICES: Final = "notices.csv"
FACTS_FILE: Final = "notice_facts.csv"
HOUR: Final = timedelta(hours=1)
BEFORE: Final = timedelta(days=3)
AFTER: Final = timedelta(days=1)

Instant = Annotated[
    datetime, BeforeValidator(lambda text: parse_instant(text) if isinstance(text, str) else text)
]


class NoticeRow(Sourced):
    """One line of notices.csv; times in Beijing time."""

    notice_id: Text
    at: Instant
    who_zh: Text
    who_en: Text
    hazard: RuleHazard
    declared: RuleLevel
    kind: Literal["raise", "keep", "lower"]
    storm_id: str | None = None
    storm_zh: str | None = None
    storm_en: str | None = None
    fix_at: Instant | None = None
    lat: Lat | None = None
    lon: Lon | None = None
    wind_ms: Annotated[float, Field(gt=0)] | None = None
    published_km: Annotated[float, Field(gt=0)] | None = None
    published_line: str | None = None
    basis_zh: Note
    basis_en: Note
    why_zh: Note
    why_en: Note


class StatedRow(Row):
    """One line of notice_facts.csv."""

    notice_id: Text
    fact: Text
    low: float
    high: float
    near_km: float | None = None
    far_km: float | None = None
    how_zh: Note
    how_en: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the rules say at the notice's minute by the tracks that we hold, signals left out."""

    level_code: str | None
    could_be: str | None
    reached_at: datetime | None


def load_notices(folder: Path) -> tuple[Notice, ...]:
    """Load the notices with what each states; BadCountyFile names what is wrong."""
    rows, facts = read_table(folder / NOTICES, NoticeRow), read_table(folder / FACTS_FILE, StatedRow)
    if problems := [*rows.problems, *facts.problems]:
        raise BadCountyFile(problems)
    stated = [StatedFact(**row.model_dump(exclude={"how_zh", "how_en"})) for row in facts.rows]
    return tuple(
        Notice(**row.model_dump(), stated=tuple(one for one in stated if one.notice_id == row.notice_id))
        for row in rows.rows
    )


def judged(notices: Sequence[Notice], county: County, rule_set: RuleSet) -> tuple[Judged, ...]:
    """Hold the notices against a rule set."""
    centre = (county.profile.centre.lat, county.profile.centre.lon)
    return tuple(judge(one, rule_set, county.rules.warning_lines, centre) for one in notices)


def held_tracks(folder: Path) -> tuple[Tracks, ...]:
    """The shipped tracks and forecasts, without a data file."""
    best, _ = jma_track.parse((folder / "jma_best_tracks.csv").read_bytes(), source="jma_best_tracks.csv")
    analyses, _ = pagasa.parse((folder / "pagasa_analyses.csv").read_bytes(), source="pagasa_analyses.csv")
    issued, _ = pagasa.parse((folder / "pagasa_forecasts.csv").read_bytes(), source="pagasa_forecasts.csv")
    return tracks_of((*best.fixes, *analyses.fixes), issued.forecasts)


def by_held_tracks(notice: Notice, found: Sequence[Tracks], county: County, rule_set: RuleSet) -> Held | None:
    """What the rules say at a notice's minute, and when they first called for the declared level."""
    own = [one for one in found if one.storm_id == notice.storm_id]
    if notice.hazard is not RuleHazard.TYPHOON or not own:
        return None

    def due(at: datetime) -> tuple[str | None, str | None]:
        sight = _sight(own, county, at)
        told = evaluate_hazard(rule_set, RuleHazard.TYPHOON, sight)
        return told.level_code, told.could_be

    level, could_be = due(notice.at)
    hours = int((BEFORE + AFTER) / HOUR)
    instants = [notice.at - BEFORE + HOUR * number for number in range(hours + 1)]
    steps = steps_of(instants, lambda at: due(at)[0])
    least = LEVEL_RANKS[notice.declared]
    reached = next((one.starts_at for one in steps if LEVEL_RANKS[one.level_code or "none"] >= least), None)
    return Held(level_code=level, could_be=could_be, reached_at=reached)


def _sight(own: Sequence[Tracks], county: County, at: datetime) -> Sight:
    """The storms alone: signals count as not issued."""
    none = Reading(low=0.0, high=0.0)
    signals = {code: none for code in FACTS if code.startswith("signal_")}
    return Sight(at=at, storms=sights_of(live(own, Moment("", at, at)), county, now=at), county=signals)
