"""Whether the figures of a moment add up: categories, townships, the three accounts, the log itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from stormdesk.domain.accounts import Demand, Gap, Line, demands
from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import DOUBT_SENTENCES, GAP_SENTENCES, Fault, Objection
from stormdesk.domain.vocabulary import N_
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.tally_doubts import tally_doubts
from stormdesk.report.counted import Explained, miscounted

EVACUATION: Final = "evacuation"
# Pages that show a subject; what is on none is seen in the checks of the data page.
PAGES: Final[Mapping[str, str]] = {
    "responsible_person": "duty",
    "evacuee": EVACUATION,
    "tally": EVACUATION,
    "vessel": "vessels",
    "site": "sites",
    "shelter": "shelters",
    "response": "response",
    "warning": "response",
    "action": "response",
    "damage": "losses",
}
MOST_ROWS: Final = 50
UNFOLDED: Final[Mapping[str, str]] = {
    "edited": N_("{n} 条报告与据此推算的状态不一致,报告可能被直接改动(第一条 {event_id},对象 {object})"),
    "lost": N_("{n} 条状态找不到所依据的报告,报告可能被删除(第一条 {event_id},对象 {object})"),
    "bent": N_("{n} 条状态的起止或完成时间与前后不符,可能被直接改动(第一条 {event_id},对象 {object})"),
    "idle": N_("{n} 条报告没有计入任何状态,可能被直接写入(第一条 {event_id},对象 {object})"),
}
OTHER_TOTAL: Final = N_("合计 {total} 人,逐户相加 {parts} 人")
OTHER_PART: Final = N_("分项 {total} 人,逐户相加 {parts} 人")
NO_CATEGORY: Final = N_("{persons} 人已转移,但没有写明类别")
STRANGE_CATEGORY: Final = N_("{persons} 人已转移,类别“{category}”不在本县的类别表里")
STRANGE_TALLY: Final = N_("乡镇上报 {reported} 人,类别“{category}”不在本县的类别表里")
NO_TOWNSHIP: Final = N_("{persons} 人已转移,但没有写明乡镇")
STRANGE_TOWNSHIP: Final = N_("{persons} 人已转移,乡镇“{township}”不在计数的乡镇里")


def objections(ground: Ground, moment: Moment) -> tuple[Objection, ...]:
    """Everything that keeps the moment's figures from going out, the log's own faults first."""
    return (
        *unfolded(ground, moment),
        *sums_that_differ(ground, moment),
        *unexplained(ground, moment),
        *_miscounted(ground, moment),
        *_doubtful(ground, moment),
    )


def sums_that_differ(ground: Ground, moment: Moment) -> Iterator[Objection]:
    """Where the people moved do not add up, or stand under no category or township of the county."""
    cube = ask(ground, "evacuation/cube", moment)
    moved = cube[cube["is_moved"]]
    yield from _strangers(ground, moved)
    [head] = records(ask(ground, "evacuation/headline", moment))
    parts = int(moved["persons"].sum())
    if int(head["moved"]) != parts:
        yield _differs(OTHER_TOTAL, int(head["moved"]), parts)
    for column, question in (
        ("category", "evacuation/by_category"),
        ("township_code", "evacuation/by_township"),
    ):
        told = _sums(ask(ground, question, moment), column, "done")
        added = _sums(moved, column, "persons")
        for part in sorted(told.keys() | added.keys()):
            if told.get(part, 0) != added.get(part, 0):
                yield _differs(OTHER_PART, told.get(part, 0), added.get(part, 0), **{column: part or None})


def unexplained(ground: Ground, moment: Moment) -> Iterator[Objection]:
    """Differences between the accounts that nobody has explained; a report that merely lags is none."""
    lines = account_lines(ground, moment)
    explained = _explained(ground, moment)
    categories = {known.code for known in ground.county.evacuation_categories}
    for demand in demands(lines):
        if demand.gap is Gap.NO_LIST and demand.line.category not in categories:
            yield _strange_tally(demand)
            continue
        key = (demand.line.township_code or "", demand.line.category or "", str(demand.gap))
        if demand.gap is not Gap.REPORT_BEHIND and demand.persons > explained.get(key, 0):
            yield _of_accounts(demand)


def _explained(ground: Ground, moment: Moment) -> Explained:
    return {
        (row["township_code"], row["category"], row["gap"]): int(row["persons"] or 0)
        for row in records(ask(ground, "papers/explained", moment))
    }


def _miscounted(ground: Ground, moment: Moment) -> Iterator[Objection]:
    rows = records(ask(ground, "shelters/headcount", moment))
    return miscounted(rows, _explained(ground, moment))


def lagging(ground: Ground, moment: Moment) -> int:
    """How many lines of the townships' reports merely lag behind the roster."""
    return sum(demand.gap is Gap.REPORT_BEHIND for demand in demands(account_lines(ground, moment)))


def account_lines(ground: Ground, moment: Moment) -> list[Line]:
    """What the three accounts say, one line per township and category."""
    return [
        Line(
            township_code=row["township_code"],
            category=row["category"],
            reported=_count(row["a_reported"]),
            reported_at=row["a_at"],
            ticked=_count(row["b_ticked"]),
            ticked_at=row["b_at"],
            seen=_count(row["c_seen"]),
            unseen=_count(row["c_unseen"]),
            seen_at=row["c_at"],
        )
        for row in records(ask(ground, "evacuation/accounts", moment))
    ]


def unfolded(ground: Ground, moment: Moment) -> Iterator[Objection]:
    """Where reports and what was folded from them differ, gathered by place."""
    asked = {"operation_id": moment.operation_id}
    parts = [ground.store.frame(f"papers/{name}", **asked) for name in ("unfolded", "unchained")]
    found = pd.concat([part for part in parts if not part.empty] or parts[:1])
    if found.empty:
        return
    keys = ["fault", "subject", "township_code", "village_code", "category"]
    for _key, group in found.groupby(keys, dropna=False, sort=False):
        rows = records(group)
        first = rows[0]
        yield Objection(
            fault=Fault.UNFOLDED,
            sentence=UNFOLDED[first["fault"]],
            values={"n": len(rows), "event_id": first["event_id"], "object": first["subject_id"]},
            township_code=first["township_code"],
            village_code=first["village_code"],
            category=first["category"],
            page=PAGES.get(first["subject"], "data"),
            address=_area(first["village_code"] or first["township_code"]),
            event_ids=tuple(str(row["event_id"]) for row in rows[:MOST_ROWS]),
        )


def ask(ground: Ground, question: str, moment: Moment, **more: object) -> pd.DataFrame:
    """Answer a question at a moment for the whole of what the reader sees."""
    return ground.store.frame(
        question,
        **{
            "operation_id": moment.operation_id,
            "as_of": moment.as_of,
            "known_at": moment.known_at,
            "area_code": None,
        }
        | more,
    )


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame with None for whatever is empty."""
    names = [str(name) for name in frame.columns]
    rows = frame.itertuples(index=False, name=None)
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _plain(value: Any) -> Any:  # noqa: ANN401  a cell of a frame
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124  not-a-number is not itself
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _strangers(ground: Ground, moved: pd.DataFrame) -> Iterator[Objection]:
    categories = {known.code for known in ground.county.evacuation_categories}
    townships = {known.code for known in ground.county.counted_townships}
    for row in records(_gathered(moved, ["township_code", "village_code", "category"])):
        if row["category"] not in categories:
            yield _stranger(row, Fault.CATEGORY, NO_CATEGORY if not row["category"] else STRANGE_CATEGORY)
        if row["township_code"] not in townships:
            yield _stranger(
                row, Fault.TOWNSHIP, NO_TOWNSHIP if not row["township_code"] else STRANGE_TOWNSHIP
            )


def _stranger(row: Mapping[str, Any], fault: Fault, sentence: str) -> Objection:
    persons = int(row["persons"])
    return Objection(
        fault=fault,
        sentence=sentence,
        values={"persons": persons, "category": row["category"], "township": row["township_code"]},
        township_code=row["township_code"],
        village_code=row["village_code"],
        category=row["category"],
        persons=persons,
        page=EVACUATION,
        address=_area(row["village_code"] or row["township_code"]),
    )


def _differs(sentence: str, total: int, parts: int, **place: str | None) -> Objection:
    return Objection(
        fault=Fault.SUMS,
        sentence=sentence,
        values={"total": total, "parts": parts},
        persons=abs(total - parts),
        page=EVACUATION,
        address=_area(place.get("township_code")),
        **place,  # type: ignore[arg-type]
    )


def _of_accounts(demand: Demand) -> Objection:
    line = demand.line
    return Objection(
        fault=Fault.ACCOUNTS,
        sentence=GAP_SENTENCES[demand.gap],
        values={"a": line.reported, "b": line.ticked, "persons": demand.persons},
        township_code=line.township_code,
        category=line.category,
        persons=demand.persons,
        page=EVACUATION,
        address=_area(line.township_code),
        gap=demand.gap,
        explained_as=f"{line.township_code}:{line.category}:{demand.gap}",
    )


def _strange_tally(demand: Demand) -> Objection:
    """A township's total under a category that the county does not have: no word explains it away."""
    line = demand.line
    return Objection(
        fault=Fault.CATEGORY,
        sentence=STRANGE_TALLY,
        values={"reported": line.reported, "category": line.category},
        township_code=line.township_code,
        category=line.category,
        persons=demand.persons,
        page=EVACUATION,
        address=_area(line.township_code),
    )


def _doubtful(ground: Ground, moment: Moment) -> Iterator[Objection]:
    """Totals of the townships that are not plausible, whoever sent them."""
    for one in tally_doubts(ground, moment):
        yield Objection(
            fault=Fault.DOUBTFUL,
            sentence=DOUBT_SENTENCES[one.doubt],
            values={"reported": one.reported, "against": one.against},
            township_code=one.township_code,
            category=one.category,
            persons=one.persons,
            page=EVACUATION,
            address=_area(one.township_code),
        )


def _area(code: str | None) -> dict[str, str]:
    return {"area": code} if code else {}


def _sums(frame: pd.DataFrame, column: str, counted: str) -> dict[str, int]:
    """Persons by category or township; those without one stand under an empty word."""
    found: dict[str, int] = {}
    for part, persons in zip(frame[column], frame[counted], strict=True):
        key = part if isinstance(part, str) else ""
        found[key] = found.get(key, 0) + int(persons)
    return found


def _gathered(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    return frame.groupby(list(columns), dropna=False, sort=False)["persons"].sum().reset_index()


def _count(value: Any) -> int | None:  # noqa: ANN401  a cell of a frame
    return None if value is None else int(value)
