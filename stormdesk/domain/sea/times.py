"""The county's table of what the sea does to boats: how much slower they are, and how rafts are served."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from stormdesk.domain.county_rows import Beaufort, Code, Named, Sourced

WHOLE: Final = 1.0


class SeaQuantity(StrEnum):
    """What a row's figure is."""

    SPEED_SHARE = "speed_share"
    RAFT_SPEED_KN = "raft_speed_kn"
    RAFT_LOADING_MIN = "raft_loading_min"
    RAFT_LIMIT_BFT = "raft_limit_bft"


class SeaTime(Named, Sourced):
    """One figure: a share of the speed from a wind force on, or a figure of the boats that serve rafts."""

    code: Code
    quantity: SeaQuantity
    from_bft: Beaufort | None = None
    value: Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False)]


class SeaTimes:
    """The table, ready to be asked."""

    def __init__(self, rows: Iterable[SeaTime]) -> None:
        self._rows = tuple(rows)

    def row(self, quantity: SeaQuantity, force_bft: int = 0) -> SeaTime | None:
        """The row that holds at a wind force: of those from that force or less on, the highest."""
        fitting = [row for row in self._rows if row.quantity is quantity and (row.from_bft or 0) <= force_bft]
        return max(fitting, key=lambda row: row.from_bft or 0, default=None)

    def speed_share(self, force_bft: int) -> float:
        """Which share of its speed a boat keeps in the sea of a wind force; all of it below every row."""
        found = self.row(SeaQuantity.SPEED_SHARE, force_bft)
        return WHOLE if found is None else found.value

    def figure(self, quantity: SeaQuantity) -> float | None:
        """A figure of the boats that serve rafts; None where the county gives none."""
        found = self.row(quantity)
        return None if found is None else found.value
