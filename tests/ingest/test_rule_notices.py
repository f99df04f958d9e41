from pathlib import Path

import pytest

from stormdesk.domain.county import County
from stormdesk.domain.moment import parse_instant
from stormdesk.domain.rules.notices import Judged
from stormdesk.domain.rules.records import RuleSet
from stormdesk.ingest.county import load_county
from stormdesk.ingest.notices import Held, by_held_tracks, held_tracks, judged, load_notices


@pytest.fixture(scope="module")
def yuhuan(project: Path) -> County:
    return load_county(project / "data/county/yuhuan", project / "data/reference")


@pytest.fixture(scope="module")
def rule_set(yuhuan: County) -> RuleSet:
    found = yuhuan.rules.named("default")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def table(project: Path, yuhuan: County, rule_set: RuleSet) -> dict[str, Judged]:
    found = judged(load_notices(project / "data/rules"), yuhuan, rule_set)
    return {one.notice.notice_id: one for one in found}


def test_distances_and_lines_are_the_published_ones(table: dict[str, Judged]) -> None:
    published = [one for one in table.values() if one.notice.published_km]
    assert sorted(one.notice.published_km or 0 for one in published) == [780, 828, 1172, 1261]
    for one in published:
        assert one.distance_km == pytest.approx(one.notice.published_km, rel=0.01)
        assert one.line == one.notice.published_line


def test_what_the_rules_suggest_from_each_notice(table: dict[str, Judged]) -> None:
    assert {name: (one.due.level_code, str(one.notice.declared)) for name, one in table.items()} == {
        "yuhuan-2021-09-10": ("sea", "sea"),
        "taizhou-2021-09-11": ("4", "4"),
        "zhejiang-2021-09-11": ("2", "2"),
        "zhejiang-2021-09-12": ("2", "1"),
        "linhai-2022-09-02": (None, "3"),
        "taizhou-2022-09-04": (None, "2"),
        "taizhou-2022-09-13": ("3", "2"),
        "zhejiang-2022-09-13": ("3", "1"),
        "beilun-2022-09-15": ("4", "3"),
        "taizhou-2023-08-31": (None, "4"),
        "taizhou-2024-10-30": (None, "4"),
        "zhejiang-2024-06-22": ("3", "3"),
    }
    for one in table.values():
        assert one.notice.why_zh
        if not one.is_same and one.notice.kind == "raise":
            assert one.due.could_be is not None, "a lower suggestion must say what is unknown"


def test_a_notice_too_early_or_too_late_is_told_in_hours(table: dict[str, Judged]) -> None:
    assert table["taizhou-2022-09-13"].lag_h == (-1, 11)
    assert table["yuhuan-2021-09-10"].lag_h == (15, 39)


def test_held_tracks_tell_the_minute_of_the_same_level(
    project: Path, yuhuan: County, rule_set: RuleSet, table: dict[str, Judged]
) -> None:
    notice = table["linhai-2022-09-02"].notice
    held = by_held_tracks(notice, held_tracks(project / "data/tracks"), yuhuan, rule_set)
    assert isinstance(held, Held)
    assert held.level_code == "4"
    assert held.reached_at is not None
    assert parse_instant("2022-09-02T16:00") < held.reached_at < parse_instant("2022-09-03T00:00")
    unheld = table["taizhou-2023-08-31"].notice
    assert by_held_tracks(unheld, held_tracks(project / "data/tracks"), yuhuan, rule_set) is None


def test_xiamens_rules_are_held_against_the_same_notices(project: Path, yuhuan: County) -> None:
    rule_set = yuhuan.rules.named("xiamen")
    assert rule_set is not None
    found = judged(load_notices(project / "data/rules"), yuhuan, rule_set)
    levels = {one.notice.notice_id: one.due.level_code for one in found}
    assert levels["taizhou-2021-09-11"] == "4"
