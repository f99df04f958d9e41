"""What silent villages have in common, and when it is no more than chance."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.common_cause import CommonCause, Tie, common_causes
from stormdesk.domain.silence import Silence, listen

NOW = datetime(2022, 9, 14, tzinfo=UTC)
TOWN, OTHER = "331083001", "331083002"


def words(villages: dict[str, bool | None]) -> list[Silence]:
    """Silent, heard, or owing nothing (None)."""
    return [
        listen(
            code,
            NOW - timedelta(hours=3 if is_silent else 0),
            as_of=NOW,
            every_min=None if is_silent is None else 60,
            owed_since=NOW - timedelta(hours=9),
        )
        for code, is_silent in villages.items()
    ]


def village(number: int, town: str = TOWN) -> str:
    return f"{town}{number:03d}"


def found(
    silent: int, heard: int, *, beside: int = 5, town_is_silent: bool = False, has_tower: bool = True
) -> list[tuple[str, int, int]]:
    """Villages of one tower, so many silent and so many heard, and some beside it that speak."""
    said: dict[str, bool | None] = {village(n): n < silent for n in range(silent + heard)}
    towers = dict.fromkeys(said, "T1") if has_tower else {}
    said |= {village(100 + n): False for n in range(beside)} | {TOWN: town_is_silent}
    return [
        (one.code, len(one.members), one.of) for one in common_causes(words(said), towers=towers, phones={})
    ]


@pytest.mark.parametrize(
    ("silent", "heard", "expected"),
    [
        (14, 0, [("tower:T1", 14, 14)]),
        (4, 1, [("tower:T1", 4, 5)]),
        (3, 1, []),
        (3, 0, [("tower:T1", 3, 3)]),
        (2, 0, []),
        (0, 5, []),
    ],
)
def test_a_tower_explains_four_fifths_and_at_least_three(
    silent: int, heard: int, expected: list[tuple[str, int, int]]
) -> None:
    assert found(silent, heard) == expected


def test_without_a_tower_nothing_is_explained_while_others_speak() -> None:
    assert found(5, 0, has_tower=False) == []


def test_a_tower_needs_somebody_beside_it_who_speaks() -> None:
    assert found(5, 0, beside=0) == [("tower:T1", 5, 5)]
    assert found(5, 0, beside=0, town_is_silent=True) == [(f"cutoff:{TOWN}", 6, 5)]


def test_a_township_that_passes_nothing_on_is_the_last_explanation() -> None:
    said: dict[str, bool | None] = {village(n): True for n in range(6)} | {TOWN: False}
    causes = common_causes(words(said), towers={}, phones={})
    assert [(one.code, one.of) for one in causes] == [(f"office:{TOWN}", 6)]


def test_one_phone_for_three_villages_explains_them() -> None:
    said: dict[str, bool | None] = {village(n): n < 3 for n in range(9)}
    phones = {"P7": [village(n) for n in range(3)], "P8": [village(0), village(5), village(6)]}
    causes = common_causes(words(said), towers={}, phones=phones)
    assert causes == (
        CommonCause(tie=Tie.PHONE, tie_id="P7", members=tuple(village(n) for n in range(3)), of=3),
    )


def test_who_owes_nothing_is_neither_silent_nor_heard() -> None:
    said: dict[str, bool | None] = {village(n): True for n in range(3)} | {village(9): None, TOWN: False}
    towers = {village(n): "T1" for n in (0, 1, 2, 9)}
    assert [(one.code, one.of) for one in common_causes(words(said), towers=towers, phones={})] == [
        ("tower:T1", 3)
    ]


@settings(max_examples=40)
@given(
    villages=st.lists(
        st.tuples(st.booleans(), st.sampled_from(["T1", "T2", "T3", None])), min_size=1, max_size=30
    ),
    town_is_silent=st.booleans(),
)
def test_each_silence_is_explained_once_and_nobody_who_speaks_is_a_member(
    *, villages: list[tuple[bool, str | None]], town_is_silent: bool
) -> None:
    said: dict[str, bool | None] = {
        village(n, TOWN if n % 2 else OTHER): quiet for n, (quiet, _) in enumerate(villages)
    }
    towers = {code: tower for code, (_, tower) in zip(said, villages, strict=True) if tower}
    causes = common_causes(words(said | {TOWN: town_is_silent}), towers=towers, phones={})
    members = [code for cause in causes for code in cause.members]
    assert len(members) == len(set(members))
    assert {code for code in members if len(code) == 12} <= {code for code, quiet in said.items() if quiet}
