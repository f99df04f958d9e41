import pytest

from stormdesk.domain.wind import (
    BEAUFORT_EDGES_MS,
    StormGrade,
    beaufort,
    grade_name,
    grade_of,
    is_above_17,
)


@pytest.mark.parametrize(
    ("wind_ms", "force"),
    [
        (0.0, 0),
        (0.2, 0),
        (0.3, 1),
        (10.7, 5),
        (10.8, 6),
        (13.8, 6),
        (13.9, 7),
        (17.1, 7),
        (17.2, 8),
        (24.4, 9),
        (24.5, 10),
        (32.6, 11),
        (32.7, 12),
        (41.4, 13),
        (41.5, 14),
        (50.9, 15),
        (51.0, 16),
        (56.0, 16),
        (56.1, 17),
        (61.2, 17),
        (80.0, 17),
    ],
)
def test_force_changes_exactly_at_the_edges(wind_ms: float, force: int) -> None:
    assert beaufort(wind_ms) == force


def test_there_are_seventeen_edges() -> None:
    assert len(BEAUFORT_EDGES_MS) == 17


def test_beyond_the_scale_starts_above_61_2() -> None:
    assert not is_above_17(61.2)
    assert is_above_17(61.3)


@pytest.mark.parametrize(
    ("wind_ms", "grade"),
    [
        (10.7, None),
        (10.8, "TD"),
        (17.1, "TD"),
        (17.2, "TS"),
        (24.4, "TS"),
        (24.5, "STS"),
        (32.6, "STS"),
        (32.7, "TY"),
        (41.4, "TY"),
        (41.5, "STY"),
        (50.9, "STY"),
        (51.0, "SuperTY"),
    ],
)
def test_grade_changes_exactly_at_the_edges(wind_ms: float, grade: str | None) -> None:
    assert grade_of(wind_ms) == grade


def test_every_grade_has_a_name() -> None:
    assert grade_name(StormGrade.SUPER_TY) == "超强台风"
    assert len({grade_name(grade) for grade in StormGrade}) == len(StormGrade)
