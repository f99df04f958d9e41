"""The rules of an object's clock: night, states, time needed, and the county's figures with their errors."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.county_break import CountyRule
from stormdesk.domain.county_profile import Night
from stormdesk.domain.county_rows import Certainty, ClearanceRow
from stormdesk.domain.table_problem import TableRule
from stormdesk.domain.work.clearance import STEPS, Clearance
from stormdesk.domain.work.needs import Ask, parts, total
from stormdesk.domain.work.night import night_cap
from stormdesk.domain.work.records import NoClock, WorkState
from stormdesk.domain.work.states import Standing, states
from stormdesk.errors import BadCountyFile
from stormdesk.ingest.county import load_county

NOW = datetime(2022, 9, 13, tzinfo=UTC)
NIGHT, BEIJING = Night(starts=time(18), ends=time(6)), ZoneInfo("Asia/Shanghai")
MIN = timedelta(minutes=1)
HEAD = "subject,facet,category,step,name_zh,name_en,value,unit,source,certainty\n"
NO_CARS = "facility,measure,mine,carriers,车,Cars,0,vehicles,虚构,synthetic"
GOOD = "facility,measure,mine,measure_min,停产,Stop,60,min,虚构,synthetic"


def instants(*minutes: float | None) -> np.ndarray:  # type: ignore[type-arg]
    start = np.datetime64("2022-09-13T00:00:00", "s")
    nat = np.datetime64("NaT", "s")
    return np.array([nat if one is None else start + np.timedelta64(round(one * 60), "s") for one in minutes])


def capped(finish: int, arrives: int, need: float) -> tuple[datetime, bool]:
    """The end after the night rule, for minutes after eight in the morning in Beijing."""
    end, is_capped = night_cap(
        (instants(finish), instants(arrives)), np.array([need]), cap=time(18), dark=(NIGHT, BEIJING)
    )
    return end[0].astype(datetime).replace(tzinfo=UTC), bool(is_capped[0])


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2022, 9, day, hour, minute, tzinfo=BEIJING).astimezone(UTC)


@pytest.mark.parametrize(
    ("finish", "need", "end"),
    [
        # 17:59 by day stands; 18:00 is the cap itself; 18:01 and midnight go back to it.
        (local(14, 17, 59), 60, local(14, 17, 59)),
        (local(14, 18, 0), 60, local(14, 18, 0)),
        (local(14, 18, 1), 60, local(14, 18, 0)),
        (local(14, 0, 0), 60, local(13, 18, 0)),
        (local(14, 5, 59), 60, local(13, 18, 0)),
        # 07:00 with an hour's work begins at dawn; with two it would begin in the dark.
        (local(14, 7, 0), 60, local(14, 7, 0)),
        (local(14, 7, 0), 61, local(13, 18, 0)),
        # Longer than the day: it can only end by daylight.
        (local(14, 15, 0), 800, local(14, 15, 0)),
    ],
)
def test_a_move_in_the_dark_is_done_by_the_evening_before(
    finish: datetime, need: float, end: datetime
) -> None:
    minutes = round((finish - NOW) / MIN)
    assert capped(minutes, minutes, need)[0] == end


def test_harm_in_the_night_asks_for_the_evening_even_of_short_work() -> None:
    early = round((local(14, 17, 30) - NOW) / MIN)
    assert capped(early, round((local(14, 20, 30) - NOW) / MIN), 30) == (local(14, 17, 30), False)
    assert capped(round((local(14, 6, 0) - NOW) / MIN), round((local(14, 6, 30) - NOW) / MIN), 0)[1] is False


@settings(max_examples=50)
@given(st.integers(0, 4000), st.integers(0, 600), st.integers(0, 700))
def test_the_night_rule_never_moves_an_end_later_nor_into_the_dark(
    finish: int, margin: int, need: int
) -> None:
    end, is_capped = capped(finish, finish + margin, need)
    assert end <= NOW + finish * MIN
    clock = end.astimezone(BEIJING).time()
    assert clock == time(18) or time(6) <= clock < time(18)
    assert is_capped == (end < NOW + finish * MIN)


PLAIN = Standing(
    is_done=np.array([False]),
    begun_at=instants(None),
    finish_by=instants(600),
    hazard_at=instants(700),
    need_min=np.array([60.0]),
    is_harm=np.array([True]),
    is_over=np.array([False]),
    no_clock=np.array([None], dtype=object),
)


@pytest.mark.parametrize(
    ("minute", "changes", "state"),
    [
        (179, {}, WorkState.NOT_DUE),
        (180, {}, WorkState.DUE),
        (540, {}, WorkState.DUE),
        (541, {}, WorkState.LATE),
        (640, {}, WorkState.LATE),
        (641, {}, WorkState.IMPOSSIBLE),
        (641, {"is_harm": np.array([False])}, WorkState.LATE),
        (900, {"is_over": np.array([True])}, WorkState.LATE),
        (900, {"is_done": np.array([True])}, WorkState.DONE),
        (560, {"begun_at": instants(530)}, WorkState.DUE),
        (560, {"begun_at": instants(545)}, WorkState.LATE),
        (601, {"begun_at": instants(530)}, WorkState.LATE),
        (100, {"need_min": np.array([np.nan])}, WorkState.UNKNOWN),
        (601, {"need_min": np.array([np.nan])}, WorkState.LATE),
        (0, {"finish_by": instants(None), "no_clock": np.array([NoClock.NOT_REACHED])}, WorkState.NOT_DUE),
        (0, {"finish_by": instants(None), "no_clock": np.array([NoClock.NO_RADII])}, WorkState.UNKNOWN),
    ],
)
def test_states_at_their_exact_edges(minute: int, changes: dict[str, object], state: WorkState) -> None:
    assert states(replace(PLAIN, **changes), NOW + minute * MIN)[0] == state  # type: ignore[arg-type]


def row(step: str, value: float, facet: str = "crane") -> ClearanceRow:
    return ClearanceRow(
        subject="site", facet=facet, step=step, value=value, unit=STEPS["site", facet][step],
        name_zh=step, name_en=step, source="test", certainty=Certainty.SYNTHETIC,
    )  # fmt: skip


def cranes(*counts: float) -> pd.DataFrame:
    return pd.DataFrame({"crane_count": counts, "category": [None] * len(counts)})


def test_an_unknown_figure_is_the_tables_or_unknown_and_never_nought() -> None:
    rows = [row("notify_min", 15), row("crane_min", 40), row("crane_crews", 2)]
    without = parts(Ask(cranes(3, np.nan), Clearance(rows), "site", "crane"))
    assert total(without, 2)[0] == 15 + 2 * 40
    assert np.isnan(total(without, 2)[1])
    known = parts(Ask(cranes(3, np.nan), Clearance([*rows, row("cranes", 1)]), "site", "crane"))
    assert total(known, 2).tolist() == [95, 55]
    assert known[1].is_default.tolist() == [False, True]
    assert np.isnan(total(parts(Ask(cranes(3), Clearance([]), "site", "crane")), 1)[0])


@given(st.integers(1, 30), st.integers(1, 30))
@settings(max_examples=30)
def test_more_cranes_never_take_less_time_and_more_crews_never_more(count: int, crews: int) -> None:
    def minutes(cranes_there: int, crews_there: int) -> float:
        table = Clearance([row("crane_min", 40), row("crane_crews", crews_there)])
        return float(total(parts(Ask(cranes(cranes_there), table, "site", "crane")), 1)[0])

    assert minutes(count + 1, crews) >= minutes(count, crews) >= minutes(count, crews + 1)


@pytest.mark.parametrize(
    ("line", "column", "rule"),
    [
        (GOOD.replace("facility", "factory"), "subject", CountyRule.SUBJECT_UNKNOWN),
        (GOOD.replace("facility", ""), "subject", TableRule.REQUIRED),
        (GOOD.replace(",measure,", ",crane,"), "facet", CountyRule.STEP_UNKNOWN),
        (GOOD.replace(",mine,", ",quarry,"), "category", CountyRule.CATEGORY_UNKNOWN),
        (GOOD.replace("measure_min", "crane_min"), "step", CountyRule.STEP_UNKNOWN),
        (GOOD.replace("measure_min", "停产"), "step", TableRule.PATTERN),
        (GOOD.replace("停产", ""), "name_zh", TableRule.REQUIRED),
        (GOOD.replace("Stop", ""), "name_en", TableRule.REQUIRED),
        (GOOD.replace(",60,", ",一小时,"), "value", TableRule.NUMBER),
        (GOOD.replace(",60,", ",-1,"), "value", TableRule.RANGE),
        (GOOD.replace(",60,", ",,"), "value", TableRule.REQUIRED),
        (GOOD.replace(",60,", ",nan,"), "value", TableRule.NUMBER),
        (
            GOOD.replace("measure_min,停产,Stop,60,min", "carriers,车,Cars,0,vehicles"),
            "value",
            CountyRule.STEP_NOUGHT,
        ),
        (GOOD.replace(",min,", ",hours,"), "unit", TableRule.CHOICE),
        (GOOD.replace(",min,", ",km,"), "unit", CountyRule.STEP_UNIT),
        (GOOD.replace("虚构", ""), "source", TableRule.REQUIRED),
        (GOOD.replace("synthetic", "sure"), "certainty", TableRule.CHOICE),
        (f"{GOOD}\n{GOOD}", "step", CountyRule.KEY_TWICE),
        (GOOD + ",more", None, TableRule.CELL_COUNT),
    ],
)
def test_an_error_in_each_kind_of_cell_is_told_with_its_place(
    tmp_path: Path, project: Path, line: str, column: str | None, rule: str
) -> None:
    folder = tmp_path / "county"
    folder.mkdir()
    for file in (project / "tests/ingest/fixtures/county_small").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    sectors = (folder / "facility_sectors.csv").read_text(encoding="utf-8-sig")
    first = sectors.splitlines()[1].split(",")[0]
    (folder / "clearance.csv").write_text(
        HEAD + line.replace(",mine,", f",{first},") + "\n", encoding="utf-8"
    )
    with pytest.raises(BadCountyFile) as refused:
        load_county(folder, project / "data/reference")
    told = [(one.row, one.column, one.rule) for one in refused.value.problems]  # type: ignore[attr-defined]
    assert (line.count("\n") + 2, column, rule) in told
