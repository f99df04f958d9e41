"""How the work went, step by step: what the curves and the map of the replay are drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd

from stormdesk.ui.page import Page
from stormdesk.ui.replay.scene import Scene

WORK: Final = ("responsible_person", "evacuee", "vessel", "site", "shelter")
# Coarser grains for counties whose finest steps would be too many for a browser.
GRAINS_S: Final = (60, 600, 3600)
MOST_STEPS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The changes of the sums, in time order, and to how many seconds their instants are told."""

    frame: pd.DataFrame
    grain_s: int

    def packed(self, areas: Mapping[str, int]) -> dict[str, Any]:
        """The columns as a browser takes them, areas by their place in a list."""
        frame = self.frame
        return {
            "at": frame["step_s"].tolist(),
            "work": [WORK.index(subject) for subject in frame["subject"]],
            "area": [areas[code] for code in frame["area_code"]],
            "done": frame["done"].tolist(),
            "all": frame["total"].tolist(),
        }

    def counts_at(self, at: datetime) -> dict[str, tuple[int, int]]:
        """Done and total of each kind of work by an instant."""
        past = self.frame[self.frame["step_s"] <= at.timestamp()]
        sums = past.groupby("subject")[["done", "total"]].sum()
        return {
            str(subject): (int(done), int(total))
            for subject, done, total in zip(sums.index, sums["done"], sums["total"], strict=True)
        }

    def sums(self, subject: str) -> pd.DataFrame:
        """Done and total of one kind of work after each instant at which they change."""
        own = self.frame[self.frame["subject"].eq(subject)]
        return own.groupby("step_s")[["done", "total"]].sum().cumsum()

    def reached_at(self, subject: str, share: float) -> datetime | None:
        """When so much of what was to be done in the end was done first; None where it never was."""
        sums = self.sums(subject)
        if sums.empty or sums["total"].max() <= 0:
            return None
        enough = sums.index[sums["done"] >= share * sums["total"].max()].tolist()
        return datetime.fromtimestamp(enough[0], UTC) if enough else None


def steps_of(page: Page, scene: Scene, *, is_then: bool) -> Steps:
    """Every change up to the end of the axis, as fine as a browser can take."""
    for grain_s in GRAINS_S:
        frame = page.ask(
            "replay/steps",
            known_at=scene.known_last_at,
            until_at=scene.axis.ends_at,
            is_then=is_then,
            grain_s=grain_s,
        )
        if len(frame) <= MOST_STEPS:
            break
    return Steps(frame=frame, grain_s=grain_s)
