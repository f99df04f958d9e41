"""Every measure of an operation at a moment: its question is asked, its rows are folded."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

import pandas as pd

from stormdesk.domain.measures.definitions import DEFINITIONS
from stormdesk.domain.measures.folding import deciding, folded
from stormdesk.domain.measures.records import SUBJECTS, How, Lacking, Measure, Rows, Unit
from stormdesk.domain.moment import Moment
from stormdesk.domain.rules.records import LEVEL_RANKS, RuleHazard
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.measures.asking import Asked, asked_at, asked_frame
from stormdesk.outlook.shared import Shared

KEPT: Final = 64
LEVEL_TWO: Final = "2"
# People whose person-hours are counted, each by the facet that takes them out of the wind.
EXPOSED: Final = {"evacuee": "move", "vessel": "crew", "site": "workers"}
# What may have been called for nothing or too late, by the facet that is the call.
CALLED: Final = {"evacuee": "move", "vessel": "berth", "site": "work"}
CIRCLES_BFT: Final = (7, 10, 12)
_measures: Shared[tuple[Measure, ...]] = Shared(KEPT)


def measured(
    ground: Ground, moment: Moment, *, area_code: str | None = None, level_code: str = LEVEL_TWO
) -> tuple[Measure, ...]:
    """Measure an operation at a moment, in the county or an area; hours to nine tenths count from a level."""
    key = (ground.store.key, ground.store.data_version, moment, area_code, level_code)
    return _measures.get(key, lambda: tuple(_gathered(asked_at(ground, moment, area_code, level_code))))


def frame_of(ground: Ground, rows: Rows) -> pd.DataFrame:
    """Return the rows behind a measure, all that its question answers."""
    return asked_frame(ground, rows)


def _gathered(asked: Asked) -> Iterator[Measure]:
    yield from _moved(asked)
    for subject in SUBJECTS:
        yield from _worked(asked, subject)
    yield from _waited(asked)
    yield _made(asked, "silent", asked.rows("measures/silence", How.SUM, "hours"), asked.lacks_level)
    yield from _accounts(asked)
    moved = asked.rows("measures/work", How.SUM, "weight", {"subject": "evacuee", "is_done": True})
    returns = asked.rows("measures/returns", How.SUM, "persons", {"is_first": True})
    yield _part_of(asked, _made(asked, "returns", returns, None), moved)
    yield from _blown(asked)
    yield _made(asked, "duty_gap", asked.rows("measures/gaps", How.SUM, "hours"), asked.lacks_wind)
    late = asked.rows("measures/directives", How.COUNT, None, {"was_late": True})
    yield _part_of(asked, _made(asked, "directives", late, None), replace(late, where={}))
    yield from _called(asked)


def _made(  # noqa: PLR0913  what a measure is made of
    asked: Asked,
    key: str,
    rows: Rows,
    lacking: Lacking | None,
    *,
    empty: Lacking = Lacking.NOTHING,
    at: datetime | None = None,
) -> Measure:
    """A measure folded from its rows; without a number, why."""
    kind = DEFINITIONS[key.partition(".")[0]]
    value = None if lacking else folded(asked.frame(rows), rows)
    return Measure(
        key=key,
        value=value,
        unit=kind.unit,
        better=kind.better,
        at=at if value is not None else None,
        note=None if value is not None else str(lacking or empty),
        rows=rows,
    )


def _part_of(asked: Asked, part: Measure, whole: Rows) -> Measure:
    """The measure with all that could have been counted, folded from rows as well."""
    return part if part.value is None else replace(part, whole=folded(asked.frame(whole), whole))


def _moved(asked: Asked) -> Iterator[Measure]:
    whole = asked.rows("measures/work", How.SUM, "weight", {"subject": "evacuee", "is_done": True})
    found = asked.frame(whole)
    evacuees = found[found["subject"].eq("evacuee")]
    lacking = Lacking.NOTHING if evacuees.empty else None
    yield replace(_made(asked, "moved", whole, lacking), subject="evacuee")
    for category in sorted(evacuees["category"].dropna().unique()):
        rows = replace(whole, where={**whole.where, "category": category})
        yield replace(_made(asked, f"moved.{category}", rows, None), subject="evacuee")


def _worked(asked: Asked, subject: str) -> Iterator[Measure]:
    """Hours from the level to nine tenths, margins and what was late, of one kind of work."""
    to = asked.rows("measures/work", How.MAX, "hours", {"subject": subject, "in_first_ninety": True})
    found = asked.frame(to)
    own = found[found["subject"].eq(subject)]
    ready = _made(
        asked,
        f"to_ninety.{subject}.{asked.level_code}",
        to,
        Lacking.NOTHING if own.empty else asked.lacks_asked_level,
        empty=Lacking.NOT_YET,
    )
    last = own.loc[own["in_first_ninety"], "done_at"].max()
    at = None if ready.value is None else pd.Timestamp(last).to_pydatetime()
    yield replace(ready, subject=subject, level_code=asked.level_code, at=at)
    margin = replace(to, how=How.MIN, column="margin_h", where={"subject": subject, "in_best_ninety": True})
    yield replace(_made(asked, f"margin.{subject}", margin, None, empty=Lacking.NO_DEADLINE), subject=subject)
    late = replace(to, how=How.SUM, column="weight", where={"subject": subject, "is_late": True})
    has_none = Lacking.NO_DEADLINE if own["margin_h"].isna().all() else None
    people = {"responsible_person", "evacuee"}
    unit: Unit = "person" if subject in people else "count"
    was_late = replace(_made(asked, f"late.{subject}", late, has_none), subject=subject, unit=unit)
    yield was_late if has_none else replace(was_late, whole=_dated(own))
    for code in sorted(own["township_code"].dropna().unique()) if asked.area_code is None else ():
        where = {"subject": subject, "township_code": code, "in_best_ninety_there": True}
        there = _made(
            asked, f"margin.{subject}.{code}", replace(margin, where=where), None, empty=Lacking.NO_DEADLINE
        )
        yield replace(there, subject=subject, area_code=str(code))


def _dated(own: pd.DataFrame) -> float:
    """How many persons or objects have a deadline that can be judged."""
    return float(own.loc[own["margin_h"].notna(), "weight"].sum())


def _waited(asked: Asked) -> Iterator[Measure]:
    rows = asked.rows("measures/levels", How.MAX, "waited_h")
    lacking = None if asked.given.has_rules else Lacking.NO_RULES
    waits = asked.frame(rows)
    if lacking is None and waits.empty:
        # No clause came true: nothing was called for, so nothing waited.
        rows = replace(rows, how=How.SUM)
    yield _made(asked, "level_wait", rows, lacking)
    called = set(waits[["hazard", "level_code"]].itertuples(index=False, name=None))
    for hazard, code in sorted(called, key=_gravest_first):
        one = replace(rows, where={"hazard": hazard, "level_code": code})
        yield replace(_made(asked, f"level_wait.{hazard}.{code}", one, lacking), level_code=code)


def _gravest_first(called: tuple[str, str]) -> tuple[bool, str, int]:
    """Typhoon's levels before other hazards', the gravest of each first."""
    hazard, code = called
    return hazard != RuleHazard.TYPHOON, hazard, -LEVEL_RANKS[code]


def _accounts(asked: Asked) -> Iterator[Measure]:
    """The largest difference between two accounts, when it was, and how long until they agreed."""
    for pair in ("ab", "bc"):
        column = f"{pair[0]}_{pair[1]}"
        rows = asked.rows("measures/accounts", How.MAX, f"{column}_apart")
        widest = deciding(asked.frame(rows), rows)
        at = None if widest is None else pd.Timestamp(str(widest["reported_at"])).to_pydatetime()
        apart = _made(asked, f"accounts_{pair}", rows, None, empty=Lacking.NO_REPORTS, at=at)
        yield apart
        again = asked.rows(
            "measures/accounts",
            How.MAX,
            f"{column}_explained_h",
            {f"is_widest_{pair}": True},
        )
        empty = Lacking.NO_EXPLANATION if apart.value else Lacking.NEVER_APART
        none = Lacking.NO_REPORTS if apart.value is None else empty if not apart.value else None
        yield _made(asked, f"explained_{pair}", again, none, empty=empty)


def _blown(asked: Asked) -> Iterator[Measure]:
    for subject, facet in EXPOSED.items():
        for circle in CIRCLES_BFT:
            where = {"subject": subject, "facet": facet, "circle_bft": circle}
            rows = asked.rows("measures/wind", How.SUM, "person_hours", where)
            lacking = asked.lacks_people(where)
            yield replace(_made(asked, f"wind.{subject}.{circle}", rows, lacking), subject=subject)


def _called(asked: Asked) -> Iterator[Measure]:
    """Over-call, judged only when the response is over, and under-call."""
    for subject, facet in CALLED.items():
        fold, column = (How.SUM, "people") if subject == "evacuee" else (How.COUNT, None)
        base: Mapping[str, object] = {"subject": subject, "facet": facet, "is_first": True}
        over = {**base, "circle_bft": CIRCLES_BFT[0], "is_inside": False, "was_done": True}
        under = {**base, "is_own": True, "is_inside": True, "was_done_first": False}
        for code, where, judges, lacking in (
            (
                "over",
                over,
                "is_inside",
                asked.lacks_end or asked.lacks_people({**base, "circle_bft": CIRCLES_BFT[0]}),
            ),
            ("under", under, "was_done_first", asked.lacks_people({**base, "is_own": True})),
        ):
            rows = asked.rows("measures/wind", fold, column, where)
            every = replace(rows, where={name: said for name, said in where.items() if name != judges})
            found = _part_of(asked, _made(asked, f"{code}.{subject}", rows, lacking), every)
            yield replace(found, subject=subject, unit="person" if subject == "evacuee" else "count")
