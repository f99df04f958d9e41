"""What townships told of their losses, as the ledger keeps it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.damage import Word
from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.errors import ImpossibleTransition
from stormdesk.ingest.county import load_county
from stormdesk.outlook.damage import damage_at, nil_reported
from stormdesk.settings import load_settings
from stormdesk.store import Ledger, Store
from tests.outlook.work_ground import Ground

NOON = datetime(2022, 9, 14, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
A, B = "331083001", "331083002"


@pytest.fixture
def ground(tmp_path: Path, lay_county: Callable[[Path], Path]) -> Iterator[Ground]:
    settings = load_settings()
    store = Store(lay_county(tmp_path / "home" / "t.duckdb"), queries=settings.queries_dir)
    row = {"operation_id": "op", "kind": "drill", "name_zh": "演练", "name_en": "Drill", "roster": "paper"}
    with store.write() as transaction:
        transaction.append(
            "operation", pd.DataFrame([row | {"opened_at": NOON - HOUR, "is_synthetic": True}])
        )
    yield Ground(store, load_county(settings.county_dir, settings.reference_dir), ())
    store.close()


def say(ground: Ground, what: str, quantity: int | None, h: float, **more: object) -> Event:
    township, code = what.split(":")
    facts = (
        {"facet": "nil", "status": "nil_report"} if code == "all" else {"facet": "loss", "status": "reported"}
    )
    at = NOON + h * HOUR
    facts |= {"happened_at": at, "recorded_at": at, "category": code, "township_code": township}
    facts |= {"event_id": f"{what}-{h}", "quantity": quantity, "source": "form", "actor": "test", **more}
    event = Event(operation_id="op", subject="damage", subject_id=what, **facts)  # type: ignore[arg-type]
    Ledger(ground.store).record_by_person([event])
    return event


def sheet(ground: Ground, h: float = 9, known_h: float | None = None, area: str | None = None):  # noqa: ANN201
    at = NOON + h * HOUR
    known_at = at if known_h is None else NOON + known_h * HOUR
    return damage_at(ground, Moment("op", at, known_at), area_code=area)


def test_figures_rewind_and_a_correction_takes_the_place_of_what_was_wrong(ground: Ground) -> None:
    wrong = say(ground, f"{A}:dead", 3, 1)
    say(ground, f"{A}:dead", 1, 1.5, recorded_at=NOON + 5 * HOUR, corrects=wrong.event_id)
    then, now = sheet(ground, 4), sheet(ground, 9)
    assert (then.totals["dead"].cell.quantity, now.totals["dead"].cell.quantity) == (3, 1)
    assert not now.cells[A, "dead"].is_fallen
    say(ground, f"{B}:houses_collapsed", 9, 2)
    say(ground, f"{B}:houses_collapsed", 4, 3)
    assert sheet(ground).cells[B, "houses_collapsed"].is_fallen
    assert sheet(ground, area=A).townships == (A,)


def test_the_clock_runs_from_the_first_loss_by_township(ground: Ground) -> None:
    say(ground, f"{A}:all", None, 0)
    assert sheet(ground).first is None
    assert nil_reported(sheet(ground), A)
    say(ground, f"{A}:houses_damaged", 2, 1, recorded_at=NOON + 4 * HOUR)
    say(ground, f"{B}:trapped", 5, 3)
    found = sheet(ground)
    assert found.first is not None
    assert found.first.due_at == NOON + 3 * HOUR
    assert found.first_by_township[A].is_overdue(NOON + 9 * HOUR)
    assert not found.first_by_township[B].is_overdue(NOON + 9 * HOUR)
    assert not nil_reported(found, A)
    assert found.cells[B, "dead"].word is Word.UNREPORTED


def test_what_was_verified_is_not_reported_over(ground: Ground) -> None:
    say(ground, f"{A}:dead", 1, 1, status="verified")
    with pytest.raises(ImpossibleTransition):
        say(ground, f"{A}:dead", 2, 2)
