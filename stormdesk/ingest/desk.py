"""The desk: the data file opened, taught the county, and given its drill."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pandas as pd

from stormdesk.domain.county import County
from stormdesk.domain.event import Event
from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.domain.tide import Constituent
from stormdesk.domain.track import Storm
from stormdesk.ingest.bare import bare_event, id_codes
from stormdesk.ingest.cases import learn_cases
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference import StormReference, load_constituents, load_storm_reference
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.ingest.rule_sets import RuleFolders, keep_rules
from stormdesk.ingest.seed import Stage, start_drill
from stormdesk.ingest.sources import learn_sources
from stormdesk.settings import Settings
from stormdesk.store import Ledger, Receipt, Store
from stormdesk.store.clock import ServerClock
from stormdesk.store.disk import keep_to_owner
from stormdesk.store.forgotten import NAME, Forgotten, HoldsForgotten, read, returned
from stormdesk.store.storms import name_storms

Progress = Callable[[float, str], None]
ForgetAgain = Callable[[Store, Sequence[Forgotten]], object]
LIVE_OPERATION = "live"
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
# What is recorded as of this little before a held clock is recorded now.
JUST_NOW = timedelta(seconds=1)


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
        codes = id_codes(self.settings.home)
        events = [bare_event(event, codes) for event in events]
        with self.clock.stepped() as still_at:
            if still_at is not None:
                events = [_stamped(event, still_at) for event in events]
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


def _stamped(event: Event, still_at: datetime) -> Event:
    """The report as recorded while the clock stood still; one of another time stays what it is."""
    is_now = timedelta(0) < still_at - event.recorded_at < JUST_NOW
    return replace(event, recorded_at=still_at) if is_now else event


def open_desk(
    settings: Settings, progress: Progress | None = None, *, forget_again: ForgetAgain | None = None
) -> Desk:
    """Open the data file, learn the county, and seed the drills when the file is new.

    A file from before a forgetting is given to `forget_again` before anybody reads it; without it, it is
    refused. Raises HoldsForgotten.
    """
    tell = progress or (lambda _share, _text: None)
    keep_to_owner(settings.home)
    rules = RuleFolders(settings.rules_dir, settings.kept_rules_dir)
    county = load_county(
        settings.county_dir, settings.reference_dir, own=settings.own_county_dir, rules=rules
    )
    store = _open_file(settings, forget_again or _refuse)
    keep_rules(county.rules, settings.rules_dir, settings.kept_rules_dir)
    learn_reference(store, county, settings.reference_dir)
    learn_sources(store, settings.reference_dir / "source.csv", at=datetime.now(UTC))
    reference = load_storm_reference(settings.reference_dir)
    ledger = Ledger(store)
    learn_cases(store, ledger, settings.county_dir, at=datetime.now(UTC))
    constituents = load_constituents(settings.tide_dir / "kanmen_constituents.json")
    desk = Desk(settings, county, reference, constituents, store, ledger, ServerClock(store))
    if settings.mode == ClockMode.DRILL and not store.rows("operation/list"):
        start_drill(store, desk.clock, Stage(store, ledger, county, settings).fill(tell))
    names = reference.storm_names
    name_storms(store, (Storm(**name.model_dump(), season=int(name.storm_id[:4])) for name in names))
    _start_clock(desk)
    return desk


def _open_file(settings: Settings, forget_again: ForgetAgain) -> Store:
    """The data file, holding nobody who is forgotten."""
    store = Store(
        settings.database,
        queries=settings.queries_dir,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
        secret=settings.database_secret,
    )
    try:
        if back := returned(store, read(settings.home / NAME)):
            forget_again(store, back)
    except BaseException:
        store.close()
        raise
    return store


def _refuse(_store: Store, back: Sequence[Forgotten]) -> None:
    raise HoldsForgotten(operations=", ".join(one.operation_id for one in back))


def run_drill(desk: Desk, name: str, progress: Progress | None = None) -> str:
    """Begin a scenario anew as an operation of its own and show it on every screen."""
    stage = Stage(desk.store, desk.ledger, desk.county, desk.settings)
    operation_id = stage.play(name, stage.rosters(), progress or (lambda _share, _text: None))
    start_drill(desk.store, desk.clock, operation_id)
    return operation_id


def _start_clock(desk: Desk) -> None:
    """Go on with the drill where it stood, or show the machine's time in live mode."""
    machine_at = datetime.now(UTC)
    setting = desk.clock.setting
    if desk.settings.mode == ClockMode.LIVE:
        if setting is None or setting.mode is not ClockMode.LIVE:
            _go_live(desk, machine_at)
        return
    if setting is None or setting.mode is not ClockMode.DRILL:
        drills = [row[0] for row in desk.store.rows("operation/list") if row[1] == ClockMode.DRILL]
        if drills:
            start_drill(desk.store, desk.clock, drills[0])
        return
    desk.clock.resume(machine_at)


def _go_live(desk: Desk, machine_at: datetime) -> None:
    """Show the live operation at the machine's time; the first one is opened with nothing in it."""
    known = {row[0] for row in desk.store.rows("operation/list")}
    if LIVE_OPERATION not in known:
        live = {
            "operation_id": LIVE_OPERATION,
            "kind": "live",
            "name_zh": "日常值守",
            "name_en": "Daily watch",
            "roster": "live",
            "opened_at": machine_at,
            "is_synthetic": False,
        }
        with desk.store.write() as transaction:
            transaction.append("operation", pd.DataFrame([live]))
    desk.clock.set(
        Clock(
            operation_id=LIVE_OPERATION,
            mode=ClockMode.LIVE,
            anchored_at=machine_at,
            shown_at=machine_at,
            set_by="settings",
        )
    )
