"""First start: storms, rosters and the events of the drills into an empty data file."""

from collections.abc import Callable
from datetime import UTC, datetime

from stormdesk.domain.moment import Clock, ClockMode, parse_instant
from stormdesk.ingest.storm_import import import_storm_file
from stormdesk.settings import Settings
from stormdesk.store import Ledger, Store
from stormdesk.store.clock import ServerClock

Progress = Callable[[float, str], None]
SEEDER = "first start"


def seed_storms(store: Store, settings: Settings) -> None:
    """Take in the shipped tracks and forecasts."""
    for path in sorted(settings.tracks_dir.glob("*.csv")):
        import_storm_file(
            store,
            path.name,
            path.read_bytes(),
            originals=settings.originals,
            at=datetime.now(UTC),
            by=SEEDER,
        )
