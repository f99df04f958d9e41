"""What the wall knows at one moment: every answer that it draws from, read once for all sessions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from stormdesk.domain.after_action import OpenItem
from stormdesk.domain.checklist import Item, State
from stormdesk.domain.circles import Circle
from stormdesk.domain.county import County
from stormdesk.domain.county_rows import Tier
from stormdesk.domain.exceptions import Trouble
from stormdesk.domain.level_steps import LevelStep
from stormdesk.domain.moment import Clock, Moment
from stormdesk.domain.silence import Silence
from stormdesk.domain.tally_doubts import Doubtful
from stormdesk.door.visit import Visit
from stormdesk.outlook.cases import storm_check
from stormdesk.outlook.checklist import checklist_at
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.silence import silence_at, silence_troubles
from stormdesk.outlook.tally_doubts import tally_doubts
from stormdesk.outlook.work import work_ahead
from stormdesk.ui.desk import shown_moment
from stormdesk.ui.shared import Shared
from stormdesk.ui.wall.approach import Approach, Arriving, approach, arriving
from stormdesk.ui.wall.cells import Row, count, instant, rows
from stormdesk.ui.wall.work import Work, work_of

SUBJECTS = ("responsible_person", "evacuee", "vessel", "site", "shelter")
ENDED = "ended"
LEVEL_FREE = "none"
TICK_S = 10
_READINGS_KEPT = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One table of the five: as a whole and by township."""

    whole: Row
    by_township: Mapping[str, Row]

    def count(self, name: str) -> int:
        """A figure of the whole, 0 where nothing is listed."""
        return count(self.whole, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All answers at one moment, in one area or the whole county."""

    moment: Moment
    area_code: str | None
    county: County
    standings: Mapping[str, Standing]
    approach: Approach
    bands: Mapping[Circle, Arriving]
    work: Work
    level_code: str | None
    townships: Mapping[str, Silence]
    villages: tuple[Silence, ...]
    silences: tuple[Trouble, ...]
    late_actions: tuple[Item, ...]
    past_items: tuple[OpenItem, ...]
    gains: Mapping[str, Row]
    doubts: tuple[Doubtful, ...]
    answers: Mapping[str, list[Row]]
    heads: Mapping[str, Row]
    categories: Mapping[tuple[str, str], str]

    @property
    def as_of(self) -> datetime:
        """The instant that the wall shows."""
        return self.moment.as_of


_readings: Shared[Reading] = Shared(_READINGS_KEPT)
_ANSWERS = {
    "evacuees": "wall/evacuees",
    "tallies": "wall/tallies",
    "trend": "evacuation/trend",
    "objects": "wall/objects",
    "directives": "response/directives",
    "feed": "wall/feed",
}
# The same figures as at the head of each page.
_HEADS = {"vessel": "vessels/headline", "site": "sites/headline", "shelter": "shelters/headline"}


def wall_moment(visit: Visit, clock: Clock, machine_at: datetime) -> Moment:
    """The moment of all walls: a slow tick, so that all share one reading; a person's entry does not wait."""
    last_entry_at = visit.last_entry_at(clock.operation_id)
    return shown_moment(clock, machine_at=machine_at, tick_s=TICK_S, last_entry_at=last_entry_at)


def reading(ground: Ground, moment: Moment, *, storm_id: str | None, area_code: str | None) -> Reading:
    """Read the wall's answers, shared by all who stand at the same moment."""
    key = (ground.store.key, moment, storm_id, area_code, ground.store.data_version)
    return _readings.get(key, lambda: _read(ground, moment, storm_id, area_code))


def _read(ground: Ground, moment: Moment, storm_id: str | None, area_code: str | None) -> Reading:
    ask = partial(ground.store.frame, **asdict(moment), area_code=area_code)
    county = ground.county
    steps = _level_steps(rows(ask("response/levels")), county)
    level_code = _level_in_force(steps)
    heard = silence_at(ground, moment)
    ahead = work_ahead(ground, moment, area_code=area_code)
    return Reading(
        moment=moment,
        area_code=area_code,
        county=county,
        standings=_standings(rows(ask("wall/standings"))),
        approach=approach(ground, moment, storm_id),
        bands=arriving(ground, moment),
        work=work_of(ahead, moment.as_of),
        level_code=level_code,
        townships={one.code: one.silence for one in heard.of(Tier.TOWNSHIP)},
        villages=tuple(one.silence for one in heard.of(Tier.VILLAGE)),
        silences=tuple(silence_troubles(ground, moment, area_code=area_code)),
        late_actions=_late_actions(ground, moment) if area_code is None else (),
        past_items=_past_items(ground, moment) if area_code is None else (),
        gains={str(row["subject"]): row for row in rows(ask("wall/gains"))},
        doubts=tally_doubts(ground, moment, area_code=area_code),
        answers={name: rows(ask(question)) for name, question in _ANSWERS.items()},
        heads={subject: rows(ask(question))[0] for subject, question in _HEADS.items()},
        categories=_categories(rows(ask("reference/categories"))),
    )


def _late_actions(ground: Ground, moment: Moment) -> tuple[Item, ...]:
    """The actions of the levels in force that are past their deadline, the longest first."""
    return tuple(item for item in checklist_at(ground, moment) if item.is_live and item.state is State.LATE)


def _past_items(ground: Ground, moment: Moment) -> tuple[OpenItem, ...]:
    """What past storms left open, once this storm's level asks for it."""
    check = storm_check(ground, moment)
    return check.items if check.is_owed else ()


def _categories(found: list[Row]) -> dict[tuple[str, str], str]:
    """The names of categories by code and language."""
    return {
        (str(row["category"]), spoken): str(row[f"name_{spoken}"]) for row in found for spoken in ("zh", "en")
    }


def _standings(found: list[Row]) -> dict[str, Standing]:
    return {
        subject: Standing(
            whole=next((row for row in found if row["subject"] == subject and row["is_whole"]), {}),
            by_township={
                str(row["township_code"]): row
                for row in found
                if row["subject"] == subject and not row["is_whole"] and row["township_code"]
            },
        )
        for subject in SUBJECTS
    }


def _level_steps(decided: list[Row], county: County) -> list[tuple[LevelStep, str]]:
    ranks = {level.code: level.rank for level in county.reference.levels}
    steps = []
    for row in decided:
        level_code = LEVEL_FREE if row["status"] == ENDED else str(row["level_code"])
        at = instant(row, "level_from")
        if at is not None:
            steps.append((LevelStep(at=at, rank=ranks.get(level_code, 0)), level_code))
    return steps


def _level_in_force(steps: list[tuple[LevelStep, str]]) -> str | None:
    last = max(steps, key=lambda step: step[0].at, default=None)
    return None if last is None or last[1] == LEVEL_FREE else last[1]
