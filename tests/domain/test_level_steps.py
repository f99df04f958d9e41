from datetime import UTC, datetime, timedelta

from stormdesk.domain.level_steps import LevelStep, reached_at

NOW = datetime(2022, 9, 13, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_level_counts_from_where_it_was_first_as_grave() -> None:
    steps = [LevelStep(at=NOW + hours * HOUR, rank=rank) for hours, rank in ((0, 1), (5, 3), (9, 5), (30, 3))]
    assert reached_at(steps, 3) == NOW + 5 * HOUR
    assert reached_at(steps, 5) is None
    assert reached_at([*steps, LevelStep(at=NOW + 40 * HOUR, rank=0)], 1) is None
