"""The questions behind the measures at one moment, each asked once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from stormdesk.domain.measures.folding import counting
from stormdesk.domain.measures.records import How, Lacking, Rows
from stormdesk.domain.moment import Moment
from stormdesk.domain.rules.records import LEVEL_RANKS
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.measures.given import Given, given_at
from stormdesk.outlook.rows import plain_rows

ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One operation at one moment: what its questions are given, and their answers so far."""

    ground: Ground
    moment: Moment
    area_code: str | None
    level_code: str
    level_at: datetime | None
    given: Given
    stood: bool
    is_over: bool
    answers: dict[str, pd.DataFrame] = field(default_factory=dict)

    def rows(
        self, question: str, how: How, column: str | None, where: Mapping[str, object] | None = None
    ) -> Rows:
        """A question of this moment with what it takes, and how its rows are folded."""
        every = {
            "operation_id": self.moment.operation_id,
            "as_of": self.moment.as_of,
            "known_at": self.moment.known_at,
            "area_code": self.area_code,
            "level_at": self.level_at,
            "deadlines": self.given.deadlines,
            "winds": self.given.winds,
            "windows": self.given.windows,
            "suggested": self.given.suggested,
        }
        takes = self.ground.store.question(question).parameters
        parameters = {name: value for name, value in every.items() if name in takes}
        return Rows(question=question, parameters=parameters, how=how, column=column, where=where or {})

    def frame(self, rows: Rows) -> pd.DataFrame:
        """The question's answer, asked once."""
        if rows.question not in self.answers:
            self.answers[rows.question] = asked_frame(self.ground, rows)
        return self.answers[rows.question]

    @property
    def lacks_level(self) -> Lacking | None:
        """Why there is nothing that counts from a response: none was ever in force."""
        return None if self.stood else Lacking.NO_LEVEL

    @property
    def lacks_asked_level(self) -> Lacking | None:
        """Why nothing counts from the asked level: it was never reached."""
        return Lacking.NO_LEVEL if self.level_at is None else None

    @property
    def lacks_wind(self) -> Lacking | None:
        """Why nothing counts from the wind: no circle came to any village, as far as known."""
        return None if self.given.has_wind else Lacking.NO_WIND

    @property
    def lacks_end(self) -> Lacking | None:
        """Why nothing is judged yet: the response stands."""
        return None if self.is_over else Lacking.NOT_OVER

    def lacks_people(self, where: Mapping[str, object]) -> Lacking | None:
        """Why nobody can be counted: there is nobody of the kind, or the circle is unknown for all."""
        found = self.answers.get("measures/wind")
        if found is None:
            found = self.frame(self.rows("measures/wind", How.COUNT, None))
        own = counting(found, Rows(question="measures/wind", parameters={}, how=How.COUNT, where=where))
        if own.empty:
            return Lacking.NOTHING
        return Lacking.NO_WIND if own["is_inside"].isna().all() else None


def asked_frame(ground: Ground, rows: Rows) -> pd.DataFrame:
    """Return all that a measure's question answers."""
    answer: pd.DataFrame = ground.store.table(rows.question, **rows.parameters).to_pandas()
    return answer


def asked_at(ground: Ground, moment: Moment, area_code: str | None, level_code: str) -> Asked:
    """Stand at a moment: which levels stood since when, whether all is over, what the storm did."""
    decided = _decided(ground, moment)
    reached = _reached(decided)
    last = {row["hazard"]: row["status"] for row in decided}
    return Asked(
        ground=ground,
        moment=moment,
        area_code=area_code,
        level_code=level_code,
        level_at=reached.get(level_code),
        given=given_at(ground, moment, reached),
        stood=bool(reached),
        is_over=bool(last) and all(status == ENDED for status in last.values()),
    )


def reached_levels(ground: Ground, moment: Moment) -> dict[str, datetime]:
    """Return when each level or a graver one first stood, by any hazard."""
    return _reached(_decided(ground, moment))


def _decided(ground: Ground, moment: Moment) -> list[dict[str, Any]]:
    asked = {"operation_id": moment.operation_id, "as_of": moment.as_of, "known_at": moment.known_at}
    return plain_rows(ground.store.frame("response/levels", **asked))


def _reached(decided: list[dict[str, Any]]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for row in decided:
        if row["status"] == ENDED:
            continue
        for code, rank in LEVEL_RANKS.items():
            if rank <= LEVEL_RANKS.get(str(row["level_code"]), 0):
                found.setdefault(code, row["level_from"])
    return found
