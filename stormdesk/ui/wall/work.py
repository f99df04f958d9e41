"""The work ahead as the wall needs it: what is lit one by one, and how each table stands by its clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from stormdesk.ui.clock.tally import NOTHING, Tally, lit, tallies, until
from stormdesk.ui.wall.cells import Row, instant, rows

# The fact by which each table of the wall counts an object as done.
MAIN: Final = {
    "responsible_person": "duty",
    "evacuee": "move",
    "vessel": "berth",
    "site": "work",
    "shelter": "service",
}
GATES: Final = "sea_wall_gates"
_SHOWN: Final = [
    "subject", "facet", "subject_id", "category", "township_code", "village_code", "people", "objects",
    "status", "progress", "since", "rule_code", "hazard", "hazard_at", "finish_by", "start_by", "state",
]  # fmt: skip
_DRAWN: Final = ["subject", "subject_id", "start_by", "state"]
_COUNTED: Final = [
    *_DRAWN, "facet", "township_code", "rule_code", "people", "objects", "finish_by", "is_night_cap",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is impossible, late or due, and the tallies of every table as a whole, by township and by rule."""

    lit: tuple[Row, ...]
    whole: Mapping[str, Tally]
    by_township: Mapping[tuple[str, str], Tally]
    by_rule: Mapping[str, Tally]
    starts: Mapping[tuple[str, str], datetime]
    tones: Mapping[tuple[str, str], str]

    def of(self, subject: str) -> Tally:
        """How a table stands by its clock."""
        return self.whole.get(subject, NOTHING)

    def in_township(self, subject: str, code: str) -> Tally:
        """How a table stands in a township."""
        return self.by_township.get((subject, code), NOTHING)


def work_of(ahead: pd.DataFrame, as_of: datetime) -> Work:
    """Sum up the work ahead, once for all parts of the wall."""
    counted = ahead[_COUNTED]
    shown = lit(ahead[_SHOWN])
    main = counted[counted["facet"] == counted["subject"].map(MAIN)]
    drawn = main.loc[main["subject"].ne("responsible_person"), _DRAWN]
    keys = list(zip(drawn["subject"].tolist(), drawn["subject_id"].tolist(), strict=True))
    return Work(
        lit=tuple(rows(shown.assign(until=until(shown, as_of)))),
        whole={str(key[0]): made for key, made in tallies(main, as_of, "subject").items()},
        by_township={
            (str(key[0]), str(key[1])): made
            for key, made in tallies(main, as_of, "subject", "township_code").items()
            if isinstance(key[1], str)
        },
        by_rule={str(key[0]): made for key, made in tallies(counted, as_of, "rule_code").items()},
        starts=_starts(drawn, keys),
        tones=dict(zip(keys, map(_tone, drawn["state"].tolist()), strict=True)),
    )


def _starts(main: pd.DataFrame, keys: list[tuple[str, str]]) -> dict[tuple[str, str], datetime]:
    starts = rows(main[["start_by"]])
    found = zip(keys, (instant(row, "start_by") for row in starts), strict=True)
    return {key: at for key, at in found if at is not None}


def _tone(state: Any) -> str:  # noqa: ANN401  a cell of a frame
    return {"impossible": "late", "late": "late", "due": "soon", "done": "done"}.get(str(state), "open")
