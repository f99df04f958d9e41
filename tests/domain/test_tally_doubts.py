"""A running total that nobody should pass on unasked, and those that are merely large or slowly falling."""

from datetime import UTC, datetime, timedelta

import pytest

from stormdesk.domain.tally_doubts import Doubt, Limit, Said, Tally, doubtful

AT = datetime(2022, 9, 14, tzinfo=UTC)
LIMITS = {Limit.OVER_LISTED: 1.5, Limit.FALL_SHARE: 0.1, Limit.FALL_H: 1.0, Limit.LEAST_PERSONS: 20.0}


def tally(*said: tuple[float, int], listed: int | None = 1000) -> Tally:
    reports = [Said(AT + timedelta(hours=hours), persons) for hours, persons in said]
    return Tally(township_code="331083001", category="boat", listed=listed, reports=reports)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (tally((0, 1500)), []),
        (tally((0, 1501)), [(Doubt.OVER_LISTED, 1501, 1000)]),
        (tally((0, 90_000), listed=None), []),
        (tally((0, 25), listed=8), []),
        (tally((0, 800), (1, 720)), []),
        (tally((0, 800), (1, 719)), [(Doubt.FALLEN, 719, 800)]),
        (tally((0, 800), (1.1, 500)), []),
        (tally((1, 500), (0, 800)), [(Doubt.FALLEN, 500, 800)]),
        (tally((0, 800), (1, 500), (9, 510)), [(Doubt.FALLEN, 510, 800)]),
        (tally((0, 800), (1, 500), (2, 790)), []),
        (tally(), []),
    ],
)
def test_a_total_is_doubted_far_above_its_list_or_when_it_falls_at_once(
    given: Tally, found: list[tuple[Doubt, int, int]]
) -> None:
    assert [(one.doubt, one.reported, one.against) for one in doubtful([given], LIMITS)] == found


def test_without_limits_nothing_is_judged() -> None:
    assert doubtful([tally((0, 9000))], {}) == ()
