"""A gauge's line over time breaks where it was silent."""

from datetime import UTC, datetime, timedelta

from stormdesk.ui.water.charts import with_gaps

START = datetime(2022, 9, 14, tzinfo=UTC)


def test_a_silent_stretch_is_not_drawn_through() -> None:
    times = [START + timedelta(minutes=10 * step) for step in (0, 1, 2, 3, 20, 21, 22)]
    shown = with_gaps(times, [1.0] * 7)
    assert [level for _at, level in shown] == [1.0, 1.0, 1.0, 1.0, None, 1.0, 1.0, 1.0]
    assert shown[3][0] < shown[4][0] < shown[5][0]
    assert with_gaps([], []) == []
    assert with_gaps([START], [2.0]) == [(START, 2.0)]
