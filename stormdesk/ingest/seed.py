"""First start and new drills: storms, lists and the events of a scenario into the data file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pandas as pd

from stormdesk.domain.county import County
from stormdesk.domain.event import FOREVER
from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.domain.vocabulary import N_
from stormdesk.errors import BadScenario
from stormdesk.ingest.reference import load_constituents
from stormdesk.ingest.scenario import RosterData, generate, generate_rosters
from stormdesk.ingest.scenario.files import load_scenario
from stormdesk.ingest.scenario.water import readings
from stormdesk.ingest.storm_import import import_storm_file
from stormdesk.settings import Settings
from stormdesk.store import Ledger, Store
from stormdesk.store.clock import ServerClock
from stormdesk.store.forgotten import NAME, read

Progress = Callable[[float, str], None]
SEEDER = "first start"
ROSTER = "drill-2022"
SHIPPED_DRILLS = ("hinnamnor", "muifa")
DRILL_SPEED = 60.0
INTO_LEVEL_2 = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where scenarios are played: into which ledger, for which county, from which files."""

    store: Store
    ledger: Ledger
    county: County
    settings: Settings

    def fill(self, tell: Progress) -> str:
        """Fill an empty data file and return the drill to show; told in shares of the whole."""
        tell(0.0, N_("读取台风路径"))
        self._keep_storms()
        tell(0.05, N_("编制演练名单"))
        rosters = self.rosters()
        operation_id = ""
        for number, name in enumerate(SHIPPED_DRILLS):
            operation_id = self.play(name, rosters, _part(tell, 0.2 + 0.4 * number, 0.4))
        tell(1.0, N_("演练已就绪"))
        return operation_id

    def rosters(self) -> RosterData:
        """Make the lists of the drills, and store them unless the file holds them already."""
        folder = self.settings.scenarios_dir / "rosters"
        rosters = generate_rosters(folder, self.county, roster=ROSTER)
        if not self.store.rows("register/roster_size", roster=ROSTER)[0][0]:
            with self.store.write() as transaction:
                for register, rows in rosters.registers.items():
                    transaction.append(register, rows)
        return rosters

    def play(self, name: str, rosters: RosterData, tell: Progress) -> str:
        """Record one scenario as an operation of its own and return its identifier."""
        folder = self.settings.scenarios_dir / name
        if "/" in name or not (folder / "scenario.yaml").is_file():
            raise BadScenario(reason=N_("没有这个脚本") + f" {name}")
        operation_id = f"drill-{name}-{self._next_run(name)}"
        story = generate(
            folder, self.county, rosters, operation_id=operation_id, progress=_part(tell, 0.0, 0.5)
        )
        tell(0.5, N_("写入台账"))
        self.ledger.record_from_source(story.events)
        with self.store.write() as transaction:
            transaction.append("position", story.positions)
            transaction.append("reading", self._readings(folder, rosters, operation_id))
            transaction.append("operation", pd.DataFrame([story.operation]))
        return operation_id

    def _readings(self, folder: Path, rosters: RosterData, operation_id: str) -> pd.DataFrame:
        """What the gauges of a scenario read; the tide is the county's own, its surge made up."""
        constituents = load_constituents(self.settings.tide_dir / "kanmen_constituents.json")
        return readings(load_scenario(folder), rosters.plan, constituents, operation_id=operation_id)

    def _keep_storms(self) -> None:
        """Take in the shipped tracks and forecasts."""
        for path in sorted(self.settings.tracks_dir.glob("*.csv")):
            import_storm_file(
                self.store,
                path.name,
                path.read_bytes(),
                originals=self.settings.originals,
                at=datetime.now(UTC),
                by=SEEDER,
            )

    def _next_run(self, name: str) -> int:
        """A number that no run has, not even one that is forgotten and stands in no data file any more."""
        known = {str(row[0]) for row in self.store.rows("operation/list")}
        known |= {one.operation_id for one in read(self.settings.home / NAME)}
        return next(number for number in count(1) if f"drill-{name}-{number}" not in known)


def _part(tell: Progress, start: float, share: float) -> Progress:
    """Tell the progress of a part as progress of the whole."""

    def told(done: float, text: str) -> None:
        tell(start + share * done, text)

    return told


def start_drill(store: Store, clock: ServerClock, operation_id: str) -> None:
    """Let every screen show the drill, three hours into level Ⅱ and running."""
    opened_at = store.rows("operation/opened_at", operation_id=operation_id)
    if not opened_at:
        raise BadScenario(reason=operation_id)
    level_2_at = store.rows("operation/level_at", operation_id=operation_id, level_code="2", known_at=FOREVER)
    began_at = level_2_at[0][0] or opened_at[0][0]
    clock.set(
        Clock(
            operation_id=operation_id,
            mode=ClockMode.DRILL,
            anchored_at=datetime.now(UTC),
            shown_at=began_at + INTO_LEVEL_2,
            speed=DRILL_SPEED,
            set_by=SEEDER,
        )
    )
