"""Moved is never more than the target, and every breakdown adds up, whatever is reported and when."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormdesk.domain.county import County
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.store import Ledger, Store
from tests.queries.evacuation_steps import KANMEN, MOVE, YUCHENG, Tell, row

STATUSES = (
    "listed",
    "notified",
    "moving",
    "at_shelter",
    "with_relatives",
    "elsewhere",
    "cleared_to_return",
    "returned",
    "refused",
    "unauthorised_return",
)
LETTERS = st.tuples(
    st.sampled_from("abcdef"),
    st.sampled_from(STATUSES),
    st.integers(0, 12),
    st.integers(0, 3),
    st.sampled_from((None, 0, 1, 4)),
    st.sampled_from((KANMEN, YUCHENG, "331083400", None)),
    st.sampled_from(("old_house", "geohazard", None)),
)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, project: Path, yuhuan: County) -> Store:
    opened = Store(tmp_path_factory.mktemp("busy") / "t.duckdb", queries=project / "queries")
    learn_reference(opened, yuhuan, project / "data/reference")
    return opened


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(letters=st.lists(LETTERS, max_size=30), as_of=st.integers(0, 14), known=st.integers(0, 18))
def test_moved_is_never_more_than_the_target_and_every_breakdown_adds_up(
    busy: Store, tell: Tell, letters: list[tuple[Any, ...]], as_of: int, known: int
) -> None:
    operation = f"run-{busy.data_version}"
    Ledger(busy).record_from_source(
        [
            tell(
                MOVE,
                status,
                who,
                h=hour,
                known_h=hour + lag,
                event_id=f"{operation}-{number}",
                operation_id=operation,
                quantity=quantity,
                township_code=township,
                category=category,
            )
            for number, (who, status, hour, lag, quantity, township, category) in enumerate(letters)
        ]
        or [tell(MOVE, "listed", "x", h=99, operation_id=operation, event_id=operation)]
    )
    start = datetime(2022, 9, 13, tzinfo=UTC)
    moment = {
        "operation_id": operation,
        "as_of": start + timedelta(hours=as_of),
        "known_at": start + timedelta(hours=known),
        "area_code": None,
    }
    head = row(busy.frame("evacuation/headline", **moment))
    assert 0 <= head["moved"] <= head["target"]
    assert head["moved"] <= head["moves"] or head["moved"] == 0
    assert head["left_count"] == head["target"] - head["moved"]
    for question in ("evacuation/by_township", "evacuation/by_category"):
        rows = busy.frame(question, **moment)
        for name in ("total", "done", "left_count", "trouble_count", "away_now"):
            assert rows[name].sum() == head[name], (question, name)
    assert busy.frame("evacuation/left", **moment)["persons_left"].sum() == head["left_count"]
    assert busy.frame("evacuation/left_people", **moment)["persons"].sum() == head["left_count"]
    assert busy.frame("evacuation/accounts", **moment)["b_ticked"].sum() == head["moved"]
    last = busy.frame("evacuation/trend", **moment).iloc[-1]
    assert (last["total"], last["done"], last["away"]) == (head["target"], head["moved"], head["away_now"])
