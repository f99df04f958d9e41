"""When each township would be finished at the last hour's rate, before or after its deadline."""

from datetime import datetime
from typing import Final

import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.domain.pace import Ahead, Gain, ahead
from stormdesk.domain.work.records import WorkState
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.work import work_ahead

# The facet in which each kind of object is first of all done.
MAIN: Final = {
    "responsible_person": "duty",
    "evacuee": "move",
    "vessel": "berth",
    "site": "work",
    "shelter": "service",
    "facility": "measure",
    "unit": "post",
}
NOTHING: Final = Gain(reports=0, amount=0.0, squares=0.0, has_begun=False)


def township_pace(
    ground: Ground, moment: Moment, subject: str, area_code: str | None = None
) -> dict[str, Ahead]:
    """Each township's pace in one kind of work, by its code; persons for evacuees, objects for all others."""
    work = work_ahead(ground, moment)
    rows = work[work["subject"].eq(subject) & work["facet"].eq(MAIN[subject])]
    gains = _gains(ground, moment, subject)
    codes = sorted(set(rows["township_code"].dropna()) | set(gains))
    asked = [code for code in codes if area_code is None or area_code.startswith(code)]
    return {
        code: _of(rows[rows["township_code"].eq(code)], gains.get(code, NOTHING), moment.as_of)
        for code in asked
    }


def _of(rows: pd.DataFrame, gain: Gain, now: datetime) -> Ahead:
    left = rows[rows["state"].ne(WorkState.DONE.value)]
    is_people = left["subject"].eq("evacuee").any()
    amount = int(left["people"].fillna(0).sum()) if is_people else len(left)
    first = left["finish_by"].min()
    return ahead(gain, amount, now=now, deadline_at=None if pd.isna(first) else first.to_pydatetime())


def _gains(ground: Ground, moment: Moment, subject: str) -> dict[str, Gain]:
    frame = ground.store.frame(
        "work/pace",
        operation_id=moment.operation_id,
        as_of=moment.as_of,
        known_at=moment.known_at,
        subject=subject,
    )
    columns = (frame[name].tolist() for name in ("township_code", "reports", "amount", "squares"))
    return {
        code: Gain(reports=int(reports), amount=amount, squares=squares, has_begun=True)
        for code, reports, amount, squares in zip(*columns, strict=True)
    }
