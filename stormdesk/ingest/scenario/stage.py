"""What every part of a storm's story works with: the script, the lists as they hold, the sheet of events."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stormdesk.domain.county import County
from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import Curve, stream
from stormdesk.ingest.scenario.files import Scenario
from stormdesk.ingest.scenario.rosters import RosterData
from stormdesk.ingest.scenario.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One storm being played."""

    scenario: Scenario
    county: County
    rosters: RosterData
    sheet: Sheet

    def rng(self, part: str) -> np.random.Generator:
        """A random stream for one part of the story."""
        return stream(self.scenario.setting.seed, self.scenario.name, part)

    def register(self, name: str) -> pd.DataFrame:
        """A list as it holds when the operation opens."""
        return self.rosters.at(name, self.scenario.setting.opened_at)

    def curve(self, subject: str, facet: str, status: str, category: str = "") -> Curve:
        """The curve of a step."""
        return self.scenario.curve(subject, facet, status, category)

    @property
    def opened_at(self) -> int:
        """First instant of the operation, epoch seconds."""
        return self.scenario.setting.opened_at

    @property
    def closed_at(self) -> int:
        """Last instant of the operation, epoch seconds."""
        return self.scenario.setting.closed_at

    @property
    def ended_at(self) -> int:
        """When the response was ended, epoch seconds."""
        ends = [row.at for row in self.scenario.levels if row.status == "ended"]
        if not ends:
            raise BadScenario(reason=f"{self.scenario.name}/levels.csv ended")
        return ends[-1]

    def site_id(self, key: str, sites: pd.DataFrame) -> str:
        """Find the site that the script calls by key."""
        name = next((row.name for row in self.rosters.plan.setting.named.sites if row.key == key), None)
        return _identity(sites, "site_id", name, key)

    def shelter_id(self, key: str, shelters: pd.DataFrame) -> str:
        """Find the shelter that the script calls by key."""
        name = next((row.name for row in self.rosters.plan.setting.named.shelters if row.key == key), None)
        return _identity(shelters, "shelter_id", name, key)


def _identity(frame: pd.DataFrame, column: str, name: str | None, key: str) -> str:
    found = frame.loc[(frame["name"] == name).to_numpy(dtype=bool), column]
    if len(found) != 1:
        raise BadScenario(reason=f"{key}: {len(found)}")
    return str(found.iloc[0])


def place_of(frame: pd.DataFrame) -> dict[str, Any]:
    """Give the township and village columns of events about these objects."""
    return {name: frame[name].to_numpy(dtype=object) for name in ("township_code", "village_code")}


def payload(**facts: object) -> str:
    """Write further facts as a JSON object; empty ones are left out."""
    return json.dumps(
        {name: fact for name, fact in facts.items() if fact not in (None, "")}, ensure_ascii=False
    )
