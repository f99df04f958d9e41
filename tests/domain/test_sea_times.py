"""The table of sailing times: what holds at a wind force, and which tables are refused."""

import pytest

from stormdesk.domain.county_break import CountyRule
from stormdesk.domain.sea.time_rules import sea_time_breaks
from stormdesk.domain.sea.times import SeaQuantity, SeaTime, SeaTimes


def row(code: str, quantity: str, value: float, from_bft: int | None = None) -> SeaTime:
    said = {"name_zh": "值", "name_en": "Figure", "source": "无", "certainty": "default, not official"}
    return SeaTime.model_validate(
        said | {"code": code, "quantity": quantity, "value": value, "from_bft": from_bft}
    )


SHARES = (row("six", "speed_share", 0.8, 6), row("eight", "speed_share", 0.5, 8))


@pytest.mark.parametrize(("force", "share"), [(0, 1.0), (5, 1.0), (6, 0.8), (7, 0.8), (8, 0.5), (12, 0.5)])
def test_the_share_of_the_speed_is_that_of_the_highest_row_not_above_the_force(
    force: int, share: float
) -> None:
    assert SeaTimes(SHARES).speed_share(force) == share


def test_a_figure_that_the_county_does_not_give_is_unknown() -> None:
    assert SeaTimes(SHARES).figure(SeaQuantity.RAFT_SPEED_KN) is None
    assert SeaTimes([row("raft", "raft_speed_kn", 6)]).figure(SeaQuantity.RAFT_SPEED_KN) == 6


@pytest.mark.parametrize(
    ("rows", "column", "rule"),
    [
        ((*SHARES, row("six", "raft_speed_kn", 5)), "code", CountyRule.CODE_TWICE),
        ((*SHARES, row("again", "speed_share", 0.7, 6)), "from_bft", CountyRule.KEY_TWICE),
        ((row("bare", "speed_share", 0.7),), "from_bft", CountyRule.FORCE_NEEDED),
        ((row("raft", "raft_speed_kn", 5, 6),), "from_bft", CountyRule.FORCE_SURPLUS),
        ((row("fast", "speed_share", 1.2, 6),), "value", CountyRule.SHARE_ABOVE_ONE),
        ((*SHARES, row("ten", "speed_share", 0.6, 10)), "value", CountyRule.FASTER_IN_WIND),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(
    rows: tuple[SeaTime, ...], column: str, rule: CountyRule
) -> None:
    assert [(found.column, found.rule) for found in sea_time_breaks(rows)] == [(column, rule)]


def test_the_shipped_shares_hold_together() -> None:
    assert list(sea_time_breaks(SHARES)) == []
