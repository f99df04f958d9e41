"""The work ahead as the wall needs it: what is lit one by one, and how each table stands by its clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from stormdesk.ui.clock.tally import NOTHING, Tally, lit, tallies, until
from stormdesk.ui.wall.cells import Row, rows

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
    shown = lit(ahead)[_SHOWN]
    main = ahead[ahead["facet"] == ahead["subject"].map(MAIN)]
    keys = list(zip(main["subject"].tolist(), main["subject_id"].astype(str).tolist(), strict=True))
    return Work(
        lit=tuple(rows(shown.assign(until=until(shown, as_of)))),
        whole={str(key[0]): made for key, made in tallies(main, as_of, "subject").items()},
        by_township={
            (str(key[0]), str(key[1])): made
            for key, made in tallies(main, as_of, "subject", "township_code").items()
            if isinstance(key[1], str)
        },
        by_rule={str(key[0]): made for key, made in tallies(ahead, as_of, "rule_code").items()},
        starts=_starts(main, keys),
        tones=dict(zip(keys, map(_tone, main["state"].tolist()), strict=True)),
    )


def _starts(main: pd.DataFrame, keys: list[tuple[str, str]]) -> dict[tuple[str, str], datetime]:
    starts = pd.to_datetime(main["start_by"], utc=True)
    found = zip(keys, starts.tolist(), starts.notna().tolist(), strict=True)
    return {key: at.to_pydatetime() for key, at, is_known in found if is_known}


def _tone(state: Any) -> str:  # noqa: ANN401  a cell of a frame
    return {"impossible": "late", "late": "late", "due": "soon", "done": "done"}.get(str(state), "open")
