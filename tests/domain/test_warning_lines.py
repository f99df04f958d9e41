import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.warning_lines import WarningLine, is_inside, longitude_at

DAY = WarningLine(
    line_id="24h",
    name_zh="24小时警戒线",
    name_en="24-hour warning line",
    points=((34, 127), (22, 127), (18, 119), (11, 119), (4.5, 113), (0, 105)),
)
TWO_DAYS = WarningLine(
    line_id="48h",
    name_zh="48小时警戒线",
    name_en="48-hour warning line",
    points=((34, 132), (15, 132), (0, 120), (0, 105)),
)


@pytest.mark.parametrize(
    ("lat", "lon", "in_day", "in_two_days"),
    [
        (17.8, 123.5, False, True),
        (20.7, 121.8, True, True),
        (22.0, 125.0, True, True),
        (21.9, 131.7, False, True),
    ],
)
def test_membership_of_the_published_notices(
    lat: float, lon: float, *, in_day: bool, in_two_days: bool
) -> None:
    assert is_inside(lat, lon, DAY) is in_day
    assert is_inside(lat, lon, TWO_DAYS) is in_two_days


@pytest.mark.parametrize(
    ("lat", "lon"), [(34, 127), (28, 127), (22, 127), (20, 123), (18, 119), (11, 119), (0, 105)]
)
def test_on_the_line_is_inside_and_just_east_is_not(lat: float, lon: float) -> None:
    assert is_inside(lat, lon, DAY) is True
    assert is_inside(lat, lon + 0.01, DAY) is False


def test_the_flat_end_of_the_line_counts_to_its_eastern_end() -> None:
    assert longitude_at(0, TWO_DAYS) == 120
    assert is_inside(0, 119, TWO_DAYS) is True


def test_beyond_its_ends_the_line_says_nothing() -> None:
    assert is_inside(34.01, 120, DAY) is None
    assert is_inside(-0.01, 100, DAY) is None


@given(st.floats(0, 34), st.floats(90, 160))
def test_inside_24_hours_is_inside_48_hours(lat: float, lon: float) -> None:
    if is_inside(lat, lon, DAY):
        assert is_inside(lat, lon, TWO_DAYS)
