"""The desk: the data file opened, taught the county, and given its drill."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from stormdesk.domain.county import County
from stormdesk.domain.event import Event
from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.domain.tide import Constituent
from stormdesk.domain.track import Storm
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference import StormReference, load_constituents, load_storm_reference
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.ingest.seed import seed_storms
from stormdesk.settings import Settings
from stormdesk.store import Ledger, Receipt, Store
from stormdesk.store.clock import ServerClock
from stormdesk.store.storms import name_storms

Progress = Callable[[float, str], None]
LIVE_OPERATION = "live"
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a screen or command works with."""

    settings: Settings
    county: County
    storm_reference: StormReference
    constituents: tuple[Constituent, ...]
    store: Store
    ledger: Ledger
    clock: ServerClock
    entries: dict[str, datetime] = field(default_factory=dict)

    def record(self, events: Sequence[Event]) -> Receipt:
        """Record what a person enters and let the screens follow at once."""
        receipt = self.ledger.record_by_person(events)
        for event in events:
            last = self.entries.get(event.operation_id, event.recorded_at)
            self.entries[event.operation_id] = max(last, event.recorded_at)
        return receipt

    def last_entry_at(self, operation_id: str) -> datetime:
        """When a person last recorded something in this operation; long ago when nobody did."""
        return self.entries.get(operation_id, LONG_AGO)

    def now(self) -> datetime:
        """The instant that the server's clock shows."""
        setting = self.clock.setting
        machine_at = datetime.now(UTC)
        return setting.now(machine_at) if setting else machine_at


def open_desk(settings: Settings, progress: Progress | None = None) -> Desk:
    """Open the data file, learn the county, and seed the drills when the file is new."""
    tell = progress or (lambda _share, _text: None)
    county = load_county(settings.county_dir, settings.reference_dir)
    store = Store(
        settings.database,
        queries=settings.queries_dir,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
    )
    learn_reference(store, county, settings.reference_dir)
    reference = load_storm_reference(settings.reference_dir)
    name_storms(
        store, [Storm(**name.model_dump(), season=int(name.storm_id[:4])) for name in reference.storm_names]
    )
    ledger = Ledger(store)
    constituents = load_constituents(settings.tide_dir / "kanmen_constituents.json")
    desk = Desk(settings, county, reference, constituents, store, ledger, ServerClock(store))
    if not store.rows("operation/list"):
        seed_storms(store, settings)
    _start_clock(desk)
    return desk


def _start_clock(desk: Desk) -> None:
    """Go on with the drill where it stood, or show the machine's time in live mode."""
    machine_at = datetime.now(UTC)
    if desk.settings.mode == ClockMode.LIVE:
        live = Clock(
            operation_id=LIVE_OPERATION,
            mode=ClockMode.LIVE,
            anchored_at=machine_at,
            shown_at=machine_at,
            set_by="settings",
        )
        desk.clock.set(live)
        return
    desk.clock.resume(machine_at)
