"""What every paper and picture says of its own figures: whose, of which moment, from where, real or drill."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd

from stormdesk.domain.moment import BEIJING, Moment
from stormdesk.outlook.ground import Ground

SOURCE: Final = "来源:事件账本"
DRILL: Final = "演练"
SYNTHETIC: Final = "合成演练数据"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """The moment of a paper's figures, and what a reader must know of them."""

    county_name: str
    operation_name: str
    storm_id: str | None
    is_drill: bool
    is_synthetic: bool
    opened_at: datetime
    closed_at: datetime | None
    as_of: datetime
    known_at: datetime

    @property
    def moment(self) -> str:
        """The moment in words: what was so when, and by what was known."""
        told = f"截至 {second(self.as_of)}"
        return told if self.known_at == self.as_of else f"{told}(按 {second(self.known_at)} 所知)"

    @property
    def mark(self) -> str:
        """What must not be missed: a drill, made-up data; empty for the real thing."""
        said = [DRILL] * self.is_drill + [SYNTHETIC] * self.is_synthetic
        return "·".join(said)

    @property
    def line(self) -> str:
        """Moment, source and mark in one line, for the foot of every page."""
        return "  ".join(part for part in (self.moment, SOURCE, self.operation_name, self.mark) if part)


def stand_of(ground: Ground, moment: Moment) -> Stand:
    """What is so of the figures of a moment."""
    known = ground.store.frame("operation/list")
    row = known.set_index("operation_id").loc[moment.operation_id]
    return Stand(
        county_name=ground.county.profile.name_zh,
        operation_name=str(row["name_zh"]),
        storm_id=None if pd.isna(row["storm_id"]) else str(row["storm_id"]),
        is_drill=bool(row["kind"] == "drill"),
        is_synthetic=bool(row["is_synthetic"]),
        opened_at=row["opened_at"].to_pydatetime(),
        closed_at=None if pd.isna(row["closed_at"]) else row["closed_at"].to_pydatetime(),
        as_of=moment.as_of,
        known_at=moment.known_at,
    )


def minute(at: datetime) -> str:
    """An instant as papers write it, in Beijing time."""
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def second(at: datetime) -> str:
    """The same with its seconds where there are any: the pages can be wound back to just this moment."""
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def short_minute(at: datetime) -> str:
    """An instant within a storm: day and minute, in Beijing time."""
    return at.astimezone(BEIJING).strftime("%d日%H:%M")
