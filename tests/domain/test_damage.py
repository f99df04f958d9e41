"""The damage report: unreported is not nought, a nil report is a word, and what fell needs a correction."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.county_rows import Certainty, DamageItem
from stormdesk.domain.damage import (
    ALL,
    UNREPORTED,
    Cell,
    Stage,
    Told,
    Word,
    cells,
    first_word,
    needs_correction,
    stage,
    totals,
)

NOON = datetime(2022, 9, 14, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
A, B = "331083001", "331083002"


def item(code: str, **more: bool) -> DamageItem:
    facts = {"is_counted": False, "can_fall": False} | more
    named = {"name_zh": code, "name_en": code, "unit_zh": "人", "unit_en": "persons", "source": "test"}
    return DamageItem(code=code, order=1, certainty=Certainty.DEFAULT, **named, **facts)  # type: ignore[arg-type]


DEAD, HOUSES, MOVED = item("dead"), item("houses"), item("evacuated", is_counted=True)
MISSING = item("missing", can_fall=True)
ITEMS = (DEAD, MISSING, HOUSES, MOVED)


def told(
    township: str, code: str, quantity: int | None, *, status: str = "reported", h: float = 0, **more: object
) -> Told:
    at = NOON + h * HOUR
    facts = {"happened_at": at, "recorded_at": at, "event_id": f"{township}{code}", "source": "form"}
    facts |= {"first_loss_at": at, "first_loss_told_at": at} if quantity else {}
    return Told(township_code=township, item=code, status=status, quantity=quantity, **(facts | more))  # type: ignore[arg-type]


def sheet(*words: Told) -> dict[tuple[str, str], Cell]:
    return cells(ITEMS, words, {}, (A, B))


def test_what_nobody_spoke_of_is_unreported_and_never_nought() -> None:
    found = sheet(told(A, "dead", 0), told(A, "houses", 12))
    assert (found[A, "dead"].word, found[A, "dead"].quantity) == (Word.FIGURE, 0)
    assert found[A, "missing"] == found[B, "dead"] == found[A, "evacuated"] == UNREPORTED
    whole = totals(ITEMS, found, (A, B))
    assert (whole["houses"].cell.quantity, whole["houses"].unreported) == (12, 1)
    assert whole["missing"].cell.quantity is None


def test_a_nil_report_is_a_word_until_a_loss_is_told() -> None:
    nil = told(A, ALL, None, status="nil_report")
    assert {sheet(nil)[A, code].word for code in ("dead", "missing", "houses")} == {Word.NIL}
    after = sheet(nil, told(A, "houses", 3, h=5))
    assert after[A, "houses"].quantity == 3
    assert after[A, "dead"].word is Word.UNREPORTED
    alone = totals(ITEMS, sheet(nil), (A, B))["dead"]
    assert (alone.cell.word, alone.cell.quantity, alone.unreported) == (Word.UNREPORTED, None, 1)
    both = sheet(nil, told(B, ALL, None, status="nil_report"))
    assert totals(ITEMS, both, (A, B))["dead"].cell == Cell(
        word=Word.NIL, quantity=0, happened_at=NOON, recorded_at=NOON
    )


def test_a_total_names_its_source_only_where_every_figure_has_the_same() -> None:
    counted = {
        (township, "evacuated"): Cell(word=Word.FIGURE, quantity=5, source="ledger") for township in (A, B)
    }
    said = (told(A, "houses", 3, source="form"), told(B, "houses", 4, source="list"))
    whole = totals(ITEMS, cells(ITEMS, said, counted, (A, B)), (A, B))
    assert (whole["evacuated"].cell.quantity, whole["evacuated"].cell.source) == (10, "ledger")
    assert (whole["houses"].cell.quantity, whole["houses"].cell.source) == (7, "")


@given(st.lists(st.tuples(st.sampled_from([A, B]), st.sampled_from(["dead", "houses"]), st.integers(0, 99))))
def test_the_county_is_the_sum_of_those_who_spoke(words: list[tuple[str, str, int]]) -> None:
    last = {(township, code): quantity for township, code, quantity in words}
    found = sheet(*(told(township, code, quantity) for (township, code), quantity in last.items()))
    for code in ("dead", "houses"):
        said = [quantity for (_township, known), quantity in last.items() if known == code]
        total = totals(ITEMS, found, (A, B))[code]
        assert total.cell.quantity == (sum(said) if said else None)
        assert total.unreported == 2 - len(said)


@pytest.mark.parametrize(
    ("which", "before", "quantity", "is_needed"),
    [
        (DEAD, Cell(word=Word.FIGURE, quantity=2), 1, True),
        (DEAD, Cell(word=Word.FIGURE, quantity=2), 3, False),
        (MISSING, Cell(word=Word.FIGURE, quantity=2), 0, False),
        (HOUSES, Cell(word=Word.FIGURE, quantity=2, is_verified=True), 3, True),
        (HOUSES, Cell(word=Word.FIGURE, quantity=2, is_verified=True), 2, False),
        (DEAD, UNREPORTED, 0, False),
        (DEAD, Cell(word=Word.NIL, quantity=0), 4, False),
    ],
)
def test_a_figure_that_falls_or_was_verified_needs_a_correction(
    which: DamageItem, before: Cell, quantity: int, *, is_needed: bool
) -> None:
    assert needs_correction(which, before, quantity) is is_needed


def test_the_first_word_is_due_two_hours_after_the_first_loss() -> None:
    early = told(A, "houses", 3, h=1, recorded_at=NOON + 4 * HOUR, first_loss_told_at=NOON + 4 * HOUR)
    late = told(B, "dead", 1, h=2)
    first = first_word([told(A, "dead", 0), late, early])
    assert first is not None
    assert (first.happened_at, first.due_at, first.told_at) == (NOON + HOUR, NOON + 3 * HOUR, NOON + 2 * HOUR)
    assert not first.is_overdue(NOON + 9 * HOUR)
    assert first_word([early]).is_overdue(NOON + 4 * HOUR)  # type: ignore[union-attr]
    assert first_word([told(A, ALL, None, status="nil_report"), told(A, "dead", 0)]) is None


def test_first_follow_up_and_verified_reports() -> None:
    open_, sure = Cell(word=Word.FIGURE, quantity=1), Cell(word=Word.FIGURE, quantity=1, is_verified=True)
    assert stage(0, [sure]) is Stage.FIRST
    assert stage(1, [sure, open_, UNREPORTED]) is Stage.FOLLOW_UP
    assert stage(1, [sure, UNREPORTED]) is Stage.VERIFIED
    assert stage(3, [UNREPORTED]) is Stage.FOLLOW_UP
