import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stormdesk.domain.tide import Constituent, high_waters, predict, unsupported
from stormdesk.ingest.reference import load_constituents

BEIJING = ZoneInfo("Asia/Shanghai")
FILE = Path(__file__).parents[2] / "data" / "tide" / "kanmen_constituents.json"
KANMEN = load_constituents(FILE)


# Hourly predictions for Kanmen by another program, from the same constituents; metres above mean sea level.
@pytest.mark.parametrize(
    ("at", "level_m"),
    [
        ("2022-09-01T00:00", 2.387),
        ("2022-09-02T18:00", -1.600),
        ("2022-09-04T16:00", 1.352),
        ("2022-09-06T11:00", -1.829),
        ("2022-09-08T11:00", -1.159),
        ("2022-09-10T11:00", 1.011),
        ("2022-09-12T11:00", 2.565),
        ("2022-09-14T08:00", 0.022),
        ("2022-09-14T19:00", -1.207),
        ("2022-09-15T07:00", -1.664),
        ("2022-09-17T13:00", 1.545),
    ],
)
def test_level_agrees_with_another_program(at: str, level_m: float) -> None:
    when = datetime.fromisoformat(at).replace(tzinfo=BEIJING)
    assert predict(KANMEN, [when])[0] == pytest.approx(level_m, abs=0.12)


def test_high_waters_come_twice_a_day_at_the_top_of_the_curve() -> None:
    start = datetime(2022, 9, 14, tzinfo=BEIJING)
    highs = high_waters(KANMEN, start, start + timedelta(days=2))
    assert len(highs) == 4
    for high in highs:
        around = [high.at + timedelta(minutes=minutes) for minutes in range(-90, 91, 5)]
        assert high.level_m == pytest.approx(predict(KANMEN, around).max(), abs=0.01)
    assert abs(highs[0].at - datetime(2022, 9, 14, 11, 16, tzinfo=BEIJING)) < timedelta(minutes=10)
    assert high_waters(KANMEN, start, start - timedelta(hours=1)) == ()


def test_only_one_small_constituent_is_left_out_and_it_is_named() -> None:
    assert unsupported(KANMEN) == ("3L2",)
    odd = Constituent(name="3L2", amplitude_m=5.0, phase_deg=0)
    when = datetime(2022, 9, 14, tzinfo=BEIJING)
    assert predict([*KANMEN, odd], [when])[0] == predict(KANMEN, [when])[0]
    assert max(c.amplitude_m for c in KANMEN if c.name == "3L2") < 0.01


def test_the_nodal_cycle_changes_the_lunar_tide_by_its_known_share() -> None:
    moon = [Constituent(name="M2", amplitude_m=1.0, phase_deg=0.0)]

    def range_m(year: int) -> float:
        start = datetime(year, 6, 1, tzinfo=BEIJING)
        return float(predict(moon, [start + timedelta(minutes=30 * i) for i in range(100)]).max())

    # M2 is weakest when the node is at 0 degrees (2006), strongest at 180 degrees (2015).
    assert range_m(2006) == pytest.approx(0.963, abs=0.005)
    assert range_m(2015) == pytest.approx(1.037, abs=0.005)


def test_the_file_names_its_licence() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8"))["license"]["type"] == "cc-by-4.0"
