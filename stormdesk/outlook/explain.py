"""How a clock came about: each number with its inputs, its rule, its source and its age.

Texts are Chinese sources for gettext with named places; a value that is a table's row has a name in both
languages.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Reach
from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.county_rows import DeadlineRule, Named
from stormdesk.domain.moment import Moment
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.work.clearance import Clearance
from stormdesk.domain.work.clock import clocks, rules_of
from stormdesk.domain.work.records import Hazard, WorkState
from stormdesk.outlook.explain_need import FIGURES, UNFIT, Counted, Way, counted, names_of, on_the_way
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.storms import passages_of
from stormdesk.outlook.work import Made, work_made

CIRCLE_OF: Mapping[str, Circle] = {
    Hazard.WIND_7: Circle.SEVEN,
    Hazard.WIND_10: Circle.TEN,
    Hazard.WIND_12: Circle.TWELVE,
}
STATES: Mapping[str, str] = {
    WorkState.DONE: N_("已经完成"),
    WorkState.NOT_DUE: N_("离最迟开始还有六小时以上,或没有影响到来"),
    WorkState.DUE: N_("六小时内必须开始,或已按时开始、尚未到完成时限"),
    WorkState.LATE: N_("最迟开始时间已过,仍未完成"),
    WorkState.IMPOSSIBLE: N_("按所需时间,在影响到来之前已做不完"),
    WorkState.UNKNOWN: N_("算不出最迟开始时间"),
}
ARRIVES: Mapping[str, str] = {
    Hazard.WIND_7: N_("七级风圈到达"),
    Hazard.WIND_10: N_("十级风圈到达"),
    Hazard.WIND_12: N_("十二级风圈到达"),
    Hazard.HIGH_WATER: N_("高潮"),
    Hazard.FLOOD: N_("江河洪水"),
    Hazard.LEVEL: N_("响应级别要求的时限"),
    Hazard.CLOCK: N_("每日时限"),
}
PLACES: Mapping[str, str] = {
    "object": N_("按对象自己的位置"),
    "harbour": N_("按所属港口的位置"),
    "village": N_("对象没有位置,按所在村的位置"),
    "township": N_("对象没有位置,按所在乡镇驻地的位置"),
}
# Steps made of several figures.
STEPS: Mapping[str, str] = {
    "travel_min": N_("步行或乘车到避灾场所"),
    "way_min": N_("航行到港"),
    "berth_min": N_("先回港系泊"),
    "carry_round_min": N_("接送人员"),
}


class LineKind(StrEnum):
    """What a line of an explanation is about."""

    STATE = "state"
    STATUS = "status"
    HAZARD = "hazard"
    AGENCY = "agency"
    RULE = "rule"
    OTHER_RULE = "other_rule"
    FINISH = "finish"
    STEP = "step"
    START = "start"
    REFUGE = "refuge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: a text with its values, where it comes from, how sure it is, and when it was said."""

    kind: LineKind
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    note: str | None = None
    clause: str | None = None
    source: str | None = None
    certainty: str | None = None
    at: datetime | None = None
    is_modelled: bool = False
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One object's clock: its row of `work_ahead`, and the lines that lead to it."""

    row: Mapping[str, Any]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The object that is asked about, and all that is known."""

    ground: Ground
    made: Made
    at: int
    row: Mapping[str, Any]
    assumptions: Assumptions

    @property
    def rules(self) -> tuple[DeadlineRule, ...]:
        return self.ground.county.deadlines


def explain(
    ground: Ground,
    moment: Moment,
    work: tuple[str, str, str],
    assumptions: Assumptions = AS_IT_IS,
) -> Explanation | None:
    """Tell how the clock of one work (subject, facet, subject_id) came about; None when there is no such."""
    made = work_made(ground, moment, assumptions)
    subject, facet, subject_id = work
    frame = made.frame
    is_it = frame["subject_id"].eq(subject_id) & frame["subject"].eq(subject) & frame["facet"].eq(facet)
    found = np.flatnonzero(is_it.to_numpy(dtype=bool))
    if not found.size:
        return None
    row = {str(name): _plain(value) for name, value in frame.iloc[int(found[0])].items()}
    asked = _Asked(ground, made, int(found[0]), row, assumptions)
    return Explanation(row=row, lines=tuple(_lines(asked)))


def _plain(value: object) -> object:
    """A cell as plain Python has it, None where it is empty."""
    if not isinstance(value, list | tuple) and pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if isinstance(value, np.generic) else value


def _lines(asked: _Asked) -> Iterator[Line]:
    row = asked.row
    yield Line(kind=LineKind.STATE, text=STATES[row["state"]], note=row["no_clock"])
    yield _status(row)
    yield from _hazard(asked)
    yield from _finish(asked)
    yield from _steps(asked)
    yield from _start(row)
    if row["refuge_id"] is not None:
        yield _refuge(row["refuge_name"], row["refuge_min"])
    elif row["state"] != WorkState.DONE:
        yield from _turned(on_the_way(asked.made.timed, asked.at))


def _refuge(name: str, minutes: float | None) -> Line:
    values = {"name": name, "minutes": minutes}
    return Line(kind=LineKind.REFUGE, text=N_("可改去{name},需 {minutes:.0f} 分钟"), values=values)


def _turned(way: Way | None) -> Iterator[Line]:
    """Why a boat's own harbour will not do, and where else it can go."""
    if way is None or (unfit := UNFIT.get(way.refuge_reason or "")) is None:
        return
    yield Line(kind=LineKind.REFUGE, text=unfit, values={"name": way.harbour_name})
    if way.refuge_name is not None:
        yield _refuge(way.refuge_name, way.refuge_min)


def _status(row: Mapping[str, Any]) -> Line:
    if row["status"] is None:
        return Line(kind=LineKind.STATUS, text=N_("没有报告,状态未报;时限照样计算"))
    return Line(
        kind=LineKind.STATUS,
        text=N_("最近一次报告"),
        values={"status": row["status"], "since": row["since"]},
        at=row["last_word_at"],
    )


def _hazard(asked: _Asked) -> Iterator[Line]:
    row = asked.row
    if row["hazard"] is None:
        return
    circle = CIRCLE_OF.get(row["hazard"])
    way = None if circle is None else on_the_way(asked.made.timed, asked.at)
    yield Line(
        kind=LineKind.HAZARD,
        text=ARRIVES[row["hazard"]],
        values={"at": row["hazard_at"], "agency": row["agency"], "storm_id": row["storm_id"]},
        note=PLACES.get(row["place_of"] or "") if way is None else N_("按到港口的航路,风圈先到哪里算哪里"),
        at=row["issued_at"],
        is_modelled=bool(row["is_modelled"]),
    )
    if way is not None and way.cut_at is not None:
        values = {"at": way.cut_at, "lat": way.cut_lat, "lon": way.cut_lon}
        yield Line(kind=LineKind.HAZARD, text=N_("风圈在到港口之前切断航路"), values=values)
    if way is not None and way.eta_at is not None and row["state"] != WorkState.DONE:
        yield Line(kind=LineKind.HAZARD, text=N_("现在动身,最早到港"), values={"at": way.eta_at})
    if circle is not None:
        yield from _agencies(asked, circle)


def _agencies(asked: _Asked, circle: Circle) -> Iterator[Line]:
    """What each agency says of this place; of a boat, of its harbour."""
    place = asked.made.timed.objects.iloc[[asked.at]]
    courses = asked.made.timed.courses
    found = passages_of(courses, place["place_lat"], place["place_lon"], circle=circle)
    texts = {Reach.INSIDE: N_("到达"), Reach.OUTSIDE: N_("预报时段内不到达"), Reach.UNKNOWN: N_("未知")}
    for column, course in enumerate(courses):
        first = found.first_at[0, column]
        yield Line(
            kind=LineKind.AGENCY,
            text=texts[Reach(int(found.reach[0, column]))],
            values={
                "agency": course.agency,
                "storm_id": course.storm_id,
                "at": None if np.isnat(first) else pd.Timestamp(first, tz="UTC").to_pydatetime(),
                "closest_km": float(found.closest_km[0, column]),
            },
            at=course.issued_at or course.known_at,
            is_modelled=bool(found.is_modelled[0, column]),
        )


def _finish(asked: _Asked) -> Iterator[Line]:
    """The rule that holds, and what the other rules for the same work would say."""
    row, timed = asked.row, asked.made.timed
    which = rules_of(asked.rules, row["subject"], row["facet"], row["category"])
    rows = np.array([asked.at])
    for index in which:
        rule = asked.rules[index]
        one = clocks(asked.rules, [index], timed.coming, rows, timed.need_min[rows])
        is_it = rule.code == row["rule_code"]
        finish = one.finish_by[0]
        yield Line(
            kind=LineKind.RULE if is_it else LineKind.OTHER_RULE,
            text=N_("按规则应于此前完成") if not np.isnat(finish) else N_("这条规则给不出时刻"),
            values={
                "rule": rule,
                "at": None if np.isnat(finish) else pd.Timestamp(finish, tz="UTC").to_pydatetime(),
                "margin_min": rule.margin_min,
                "within_min": rule.within_min,
            },
            note=one.no_clock[0] or (N_("移到天黑以前") if one.is_night_cap[0] else None),
            clause=rule.clause,
            source=rule.source,
            certainty=str(rule.certainty),
        )


def _steps(asked: _Asked) -> Iterator[Line]:
    table = Clearance(asked.ground.county.clearance)
    row = asked.row
    for step in counted(asked.made.timed, table, asked.at, asked.assumptions):
        names = names_of(table, (row["subject"], row["facet"], row["category"]))
        yield _step(step, names)


def _step(step: Counted, names: Mapping[str, object]) -> Line:
    known = names.get(step.code)
    return Line(
        kind=LineKind.STEP,
        text=N_("所需时间的一步"),
        values={
            "step": known if isinstance(known, Named) else None,
            "code": step.code,
            "minutes": step.minutes,
            "how": "" if step.how == step.code else step.how,
            "figures": {} if step.how == step.code else step.figures,
            "names": {**names, **FIGURES},
        },
        note=STEPS.get(step.code),
        source=getattr(known, "source", None),
        certainty=None if known is None else str(getattr(known, "certainty", "")),
        is_default=step.is_default,
    )


def _start(row: Mapping[str, Any]) -> Iterator[Line]:
    if row["need_min"] is None:
        yield Line(kind=LineKind.START, text=N_("所需时间无法推算"))
    elif row["start_by"] is not None:
        yield Line(
            kind=LineKind.START,
            text=N_("最迟开始 = 完成时限 − 所需 {minutes:.0f} 分钟"),
            values={"at": row["start_by"], "minutes": row["need_min"]},
        )
