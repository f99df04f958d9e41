"""Sources, their tokens, and how each of them stands."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.feed import FeedKind
from stormdesk.errors import BadSource, UnknownSource
from stormdesk.ingest.sources import (
    Source,
    all_sources,
    holder,
    learn_sources,
    make_token,
    read_sources,
    revoke_tokens,
    set_source,
    switch_source,
)
from stormdesk.store import Store

AT = datetime(2026, 7, 1, tzinfo=UTC)
RADAR = Source(
    source_id="radar-1",
    name_zh="雷达站",
    name_en="Radar station",
    kinds=frozenset({FeedKind.POSITIONS, FeedKind.EVENTS}),
    expected_every_min=10,
)


@pytest.fixture
def store(tmp_path: Path, project: Path, lay_tables: Callable[[Path], Path]) -> Iterator[Store]:
    opened = Store(lay_tables(tmp_path / "home" / "t.duckdb"), queries=project / "queries")
    yield opened
    opened.close()


def brought(store: Store, source_id: str, at: datetime, *, rows: int = 10, problems: int = 0) -> None:
    row = {
        "import_id": f"{source_id}-{at.timestamp()}",
        "imported_at": at,
        "imported_by": "test",
        "source": "a.csv",
        "kind": "positions",
        "content_hash": "0",
        "row_count": rows,
        "problem_count": problems,
        "outcome": "taken",
        "source_id": source_id,
        "last_at": at - timedelta(minutes=3),
    }
    with store.write() as transaction:
        transaction.append("import_batch", pd.DataFrame([row]))


def standing(store: Store, source_id: str, at: datetime) -> dict[str, object]:
    frame = store.frame("sources/standing", machine_at=at).set_index("source_id")
    return {str(name): value for name, value in frame.loc[source_id].items()}


def test_a_source_is_read_as_it_was_set_and_the_last_word_holds(store: Store) -> None:
    set_source(store, RADAR, by="officer", at=AT)
    set_source(store, replace(RADAR, owner="港航局"), by="officer", at=AT)
    assert all_sources(store) == {"radar-1": replace(RADAR, owner="港航局")}
    switch_source(store, "radar-1", is_active=False, by="officer", at=AT + timedelta(hours=1))
    assert not all_sources(store)["radar-1"].is_active


@pytest.mark.parametrize(
    "change",
    [
        {"source_id": "../etc"},
        {"source_id": ""},
        {"source_id": "-x"},
        {"source_id": "a" * 65},
        {"source_id": "雷达"},
        {"expected_every_min": 0},
        {"expected_every_min": 10**9},
        {"max_per_min": 0},
        {"kinds": frozenset()},
        {"name_zh": " "},
        {"owner": "a\x00b"},
        {"note": "\ud800"},
    ],
)
def test_a_description_that_breaks_a_rule_is_refused(store: Store, change: dict[str, object]) -> None:
    with pytest.raises(BadSource):
        set_source(store, replace(RADAR, **change), by="officer", at=AT)  # type: ignore[arg-type]
    assert all_sources(store) == {}


def test_a_token_opens_until_it_is_revoked_and_only_its_hash_is_kept(store: Store) -> None:
    with pytest.raises(UnknownSource):
        make_token(store, "radar-1", by="officer", at=AT)
    set_source(store, RADAR, by="officer", at=AT)
    token, second = (make_token(store, "radar-1", by="officer", at=AT) for _ in range(2))
    assert len(token) >= 43
    assert token != second
    assert holder(store, token) == RADAR
    assert holder(store, token + "x") is None
    assert holder(store, "\ud800") is None
    kept = store.frame("sources/tokens").to_csv()
    assert token not in kept
    assert revoke_tokens(store, "radar-1", at=AT) == 2
    assert holder(store, token) is None
    assert revoke_tokens(store, "radar-1", at=AT) == 0


def test_every_shipped_source_is_described_once_and_what_the_county_said_stays(
    store: Store, project: Path
) -> None:
    path = project / "data/reference/source.csv"
    set_source(store, replace(read_sources(path)[0], owner="县防指"), by="officer", at=AT)
    for _ in range(2):
        learn_sources(store, path, at=AT)
    known = all_sources(store)
    assert len(known) == len(read_sources(path))
    assert known[read_sources(path)[0].source_id].owner == "县防指"
    assert len(store.frame("sources/standing", machine_at=AT)) == len(known)


@pytest.mark.parametrize(
    ("silent_min", "state"), [(0, "ok"), (10, "ok"), (11, "late"), (30, "late"), (31, "dead")]
)
def test_a_source_is_late_over_once_and_dead_over_three_times_its_rhythm(
    store: Store, silent_min: int, state: str
) -> None:
    set_source(store, RADAR, by="officer", at=AT)
    brought(store, "radar-1", AT)
    assert standing(store, "radar-1", AT + timedelta(minutes=silent_min))["state"] == state


def test_never_is_not_zero_and_a_source_that_is_off_is_silent(store: Store) -> None:
    set_source(store, RADAR, by="officer", at=AT)
    before = standing(store, "radar-1", AT)
    assert before["state"] == "never"
    assert pd.isna(before["item_count"])  # type: ignore[call-overload]
    assert pd.isna(before["bad_share"])  # type: ignore[call-overload]
    brought(store, "radar-1", AT, rows=0, problems=5)
    after = standing(store, "radar-1", AT)
    assert (after["state"], after["item_count"], after["bad_share"], after["lag_min"]) == ("ok", 0, 1.0, 3.0)
    switch_source(store, "radar-1", is_active=False, by="officer", at=AT + timedelta(minutes=1))
    assert standing(store, "radar-1", AT)["state"] == "silent"


def test_a_source_without_rhythm_is_never_late_and_an_unregistered_one_still_has_a_row(store: Store) -> None:
    brought(store, "stranger", AT, rows=9, problems=1)
    told = standing(store, "stranger", AT + timedelta(days=7))
    assert (told["state"], told["is_registered"], told["name_zh"]) == ("ok", False, "stranger")
    assert told["bad_share"] == pytest.approx(0.1)
