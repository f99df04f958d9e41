"""The work ahead merged by common cause and ranked by people ÷ time left; each group opens to its rows."""

from datetime import datetime
from typing import Any, Final

import pandas as pd

from stormdesk.domain.exceptions import Kind, weigh
from stormdesk.domain.work.records import WorkState
from stormdesk.ui.clock.tally import until
from stormdesk.ui.clock.words import gravity, left_minutes

KINDS: Final = {
    "evacuee": Kind.EVACUEE,
    "vessel": Kind.VESSEL,
    "site": Kind.SITE,
    "shelter": Kind.SHELTER,
    "responsible_person": Kind.DUTY,
    "facility": Kind.FACILITY,
    "unit": Kind.UNIT,
    "area": Kind.REPORT,
}
# Objects of these are many of one kind, and the kind is the cause; of the others the status is.
_BY_CATEGORY: Final = frozenset({"evacuee", "facility"})
_TIERS: Final = {WorkState.NOT_DUE: 1, WorkState.UNKNOWN: 2, WorkState.DONE: 3}
_SHARED: Final = ("subject", "facet", "rule_code", "state", "cause")


def _known_sum(values: "pd.Series[Any]") -> Any:  # noqa: ANN401  a number, or nothing known
    """The sum of what is known; unknown, not zero, where nothing is."""
    return values.sum(min_count=1)


_FIRST: Final = (
    *_SHARED,
    "township_code",
    "hazard",
    "owner_name",
    "owner_phone",
    "deputy_name",
    "deputy_phone",
    "no_clock",
)
_EARLIEST: Final = ("until", "start_by", "finish_by", "hazard_at", "since", "tier", "left_min")
_AGGREGATES: Final[dict[str, Any]] = {
    **{name: (name, "first") for name in _FIRST},
    **{name: (name, "min") for name in _EARLIEST},
    "townships": ("township_code", "nunique"),
    "owners": ("owner_id", "nunique"),
    "objects": ("objects", "sum"),
    "people": ("people", _known_sum),
}


def ranked(work: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """The rows with cause, key, minutes left and weight, the heaviest first; no clock comes last."""
    counts_to = until(work, as_of)
    work = work.assign(
        until=counts_to,
        cause=_causes(work),
        key=work["subject"] + "/" + work["facet"] + "/" + work["subject_id"].astype(str),
        left_min=left_minutes(counts_to, as_of),
    )
    work["weight"] = _weights(work)
    work["tier"] = [_TIERS.get(WorkState(state), 0) for state in work["state"]]
    work["gravity"] = gravity(work["state"])
    ordered = work.sort_values(
        ["tier", "weight", "gravity", "key"], ascending=[True, False, True, True], kind="stable"
    )
    return ordered.reset_index(drop=True)


def grouped(rows: pd.DataFrame, *, by_township: bool) -> pd.DataFrame:
    """Ranked rows as one line per common cause, for the county or for each township."""
    columns = [*_SHARED, *(["township_code"] if by_township else [])]
    if rows.empty:
        return rows.assign(group="", townships=0, owners=0)
    filled = rows.assign(
        **{name: rows[name].fillna("").astype(str) for name in columns},
        people=pd.to_numeric(rows["people"]).astype("Int64"),
    )
    filled["group"] = filled[columns].agg("|".join, axis=1)
    lines: pd.DataFrame = filled.groupby("group", sort=False).agg(**_AGGREGATES)
    lines = lines.reset_index()
    lines["weight"] = _weights(lines)
    return lines.sort_values(
        ["tier", "weight", "group"], ascending=[True, False, True], kind="stable"
    ).reset_index(drop=True)


def members(rows: pd.DataFrame, group: str, *, by_township: bool) -> pd.DataFrame:
    """The rows of one group, in their order."""
    columns = [*_SHARED, *(["township_code"] if by_township else [])]
    keys = rows[columns].fillna("").astype(str).agg("|".join, axis=1) if len(rows) else pd.Series(dtype=str)
    return rows[keys == group].reset_index(drop=True)


def _causes(work: pd.DataFrame) -> "pd.Series[Any]":
    category = work["category"].fillna("").astype(str)
    status = work["status"].fillna("").astype(str)
    return category.where(work["subject"].isin(_BY_CATEGORY), status)


def _weights(work: pd.DataFrame) -> list[float]:
    amounts = zip(work["people"].tolist(), work["objects"].tolist(), strict=True)
    return [
        weigh(KINDS.get(subject, Kind.FACILITY), _most(*amount), None if pd.isna(left) else left / 60)
        for subject, amount, left in zip(
            work["subject"].tolist(), amounts, work["left_min"].tolist(), strict=True
        )
    ]


def _most(*amounts: Any) -> int:  # noqa: ANN401  cells of a frame
    return max(1, *(0 if pd.isna(amount) else int(amount) for amount in amounts))
