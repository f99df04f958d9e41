"""The five headline blocks: how many, what is left, where, and whether the pace will do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.pace import Pace, PaceState, pace
from stormdesk.domain.work.records import WorkState
from stormdesk.ui.render import clock_time, spelled, whole
from stormdesk.ui.text import _
from stormdesk.ui.wall.cells import Row, count, instant
from stormdesk.ui.wall.places import short_name
from stormdesk.ui.wall.reading import SUBJECTS, Reading

NAMED_TOWNSHIPS: Final = 2
# Fewer changes than this in the last hour say nothing of the pace.
FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Words:
    """How one subject is spoken of."""

    title: str
    left: str
    finished: str


def blocks(reading: Reading) -> list[dict[str, object]]:
    """The blocks as the template draws them, in the order of the county's work."""
    return [_block(reading, subject) for subject in SUBJECTS]


def words(subject: str) -> Words:
    """The words of a subject in the reader's language."""
    return {
        "responsible_person": Words(_("责任人到岗"), _("人未到岗"), _("全部到岗")),
        "evacuee": Words(_("人员转移"), _("人待转移"), _("应转尽转")),
        "vessel": Words(_("船舶回港"), _("艘未回港"), _("全部在港")),
        "site": Words(_("工地停工"), _("处未停工"), _("全部停工")),
        "shelter": Words(_("避灾场所"), _("处未开放"), _("全部开放")),
    }[subject]


def _block(reading: Reading, subject: str) -> dict[str, object]:
    standing = reading.standings[subject]
    total, done, left = standing.count("total"), standing.count("done"), standing.count("left_count")
    over, unknown = standing.count("over_count"), standing.count("unknown_count")
    at = reading.work.of(subject).finish_by
    going = pace_of(reading, subject)
    state = state_of(reading, subject, going)
    spoken = words(subject)
    return {
        "subject": subject,
        "title": spoken.title,
        "is_empty": total == 0,
        "total": whole(total),
        "done": whole(done),
        "left": whole(left),
        "left_words": _left_words(spoken, total, left, over),
        "is_finished": bool(total) and not left,
        "unknown": whole(unknown) if unknown else "",
        "over": whole(over) if over else "",
        "state": state,
        "state_words": _state_words(state),
        "share": 100 * (done + over) / total if total else 0.0,
        "expected": _expected(done + over, total, going, at, reading.as_of),
        "where": _where(reading, subject),
        "extra": " · ".join(filter(None, (_late(reading, subject), _extra(reading, subject)))),
        "pace": _pace_words(going, at, left, reading.as_of),
    }


def pace_of(reading: Reading, subject: str) -> Pace:
    """The pace of the last hour, or of a little more where only whole hours are known."""
    standing = reading.standings[subject]
    if subject == "evacuee":
        points = [(at, count(row, "done")) for row in reading.answers["trend"] if (at := instant(row, "at"))]
    else:
        before = count(reading.gains.get(subject, {}), "done_before")
        points = [(reading.as_of - timedelta(hours=1), before), (reading.as_of, standing.count("done"))]
    return pace(points, standing.count("left_count"))


def state_of(reading: Reading, subject: str, going: Pace) -> str:
    """How grave what is left is: none, open, soon, late; done when nothing is left."""
    standing = reading.standings[subject]
    if standing.count("total") == 0:
        return "none"
    if standing.count("left_count") == 0:
        return "done"
    clock = reading.work.of(subject)
    if clock.worst != "open":
        return clock.worst if clock.worst in {"late", "soon"} else "open"
    finish_by = clock.finish_by
    will_be_late = finish_by is not None and going.finish_at is not None and going.finish_at > finish_by
    return "soon" if will_be_late else "open"


def _left_words(spoken: Words, total: int, left: int, over: int) -> str:
    if not total or left:
        return spoken.left
    return _("其余已解除") if over else spoken.finished


def _state_words(state: str) -> str:
    return {
        "done": _("✓ 已落实"),
        "open": _("● 进行中"),
        "soon": _("▲ 紧迫"),
        "late": _("■ 超时"),
        "none": _("? 无名册"),
    }[state]


def _expected(done: int, total: int, going: Pace, at: datetime | None, as_of: datetime) -> float | None:
    """How much will be done by the deadline at this pace, in percent; None where nobody can say."""
    if at is None or at <= as_of or going.state is not PaceState.MOVING or not total or not going.per_hour:
        return None
    if going.gained < FEWEST:
        return None
    return min(100.0, 100 * (done + going.per_hour * ((at - as_of) / timedelta(hours=1))) / total)


def _late(reading: Reading, subject: str) -> str:
    """How many are past their latest start, and how many can no longer make it."""
    clock = reading.work.of(subject)
    late, lost = clock.count(WorkState.LATE), clock.count(WorkState.IMPOSSIBLE)
    says = (_("来不及 {n}"), _("逾期 {n}"))
    if subject == "evacuee":
        says = (_("来不及 {n} 组"), _("逾期 {n} 组"))
    parts = zip(says, (lost, late), strict=True)
    return " · ".join(say.format(n=whole(n)) for say, n in parts if n)


def _where(reading: Reading, subject: str) -> str:
    rows = reading.standings[subject].by_township
    lacking = sorted(
        ((count(row, "left_count"), code) for code, row in rows.items() if count(row, "left_count")),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if reading.standings[subject].count("over_count") and not lacking:
        return ""
    if rows and not lacking and reading.area_code is not None:
        return _("全部落实")
    if rows and not lacking:
        return _("{n} 个乡镇全部落实").format(n=sum(bool(count(row, "total")) for row in rows.values()))
    named = [f"{short_name(reading.county, code)} {whole(left)}" for left, code in lacking[:NAMED_TOWNSHIPS]]
    return " · ".join(named)


def _extra(reading: Reading, subject: str) -> str:
    """More facts that the head number does not tell."""
    head = reading.heads.get(subject, {})
    if subject == "shelter":
        return _shelter_extra(head)
    if subject == "responsible_person":
        parts = [(_("失联 {n}"), reading.standings[subject].count("trouble_count"))]
    elif subject == "evacuee":
        by = {"refused": 0, "returned": 0}
        for row in reading.answers["evacuees"]:
            by[str(row["standing"])] = by.get(str(row["standing"]), 0) + count(row, "persons")
        parts = [(_("拒转 {n}"), by["refused"]), (_("擅返 {n}"), by["returned"])]
    else:
        parts = [(say, count(head, column)) for say, column in _more()[subject].items()]
    return " · ".join(say.format(n=whole(n)) for say, n in parts if n)


def _more() -> dict[str, dict[str, str]]:
    """What more is said of boats and sites, by the columns of their pages' heads."""
    return {
        "vessel": {
            _("失联 {n}"): "out_of_contact_count",
            _("返航中 {n}"): "homebound_count",
            _("船员在船 {n}"): "crew_aboard",
            _("船员未报 {n}"): "crew_unknown",
        },
        "site": {
            _("塔吊 {n}"): "crane_unsafe",
            _("工人在场 {n}"): "workers_present",
            _("工人未报 {n}"): "workers_unknown",
        },
    }


def _shelter_extra(head: Row) -> str:
    """How full the open shelters are; where nobody counted is said, and is not nought."""
    if not count(head, "open_count"):
        return ""
    room, uncounted = whole(count(head, "capacity")), count(head, "uncounted_count")
    inside = "?" if head["occupants"] is None else whole(count(head, "occupants"))
    parts = [_("入住 {n} / 容量 {room}").format(n=inside, room=room)]
    if uncounted:
        parts.append(_("未清点 {n}").format(n=whole(uncounted)))
    if full := count(head, "nearly_full_count"):
        parts.append(_("将满 {n}").format(n=full))
    return " · ".join(parts)


def _pace_words(going: Pace, at: datetime | None, left: int, as_of: datetime) -> str:
    if left == 0:
        return ""
    limit = "" if at is None else _("限 {at}").format(at=clock_time(at))
    rate = {
        PaceState.UNKNOWN: _("上报太少,不作推算"),
        PaceState.STALLED: _("近1小时无进展"),
        PaceState.FALLING: _("近1小时减少 {n}").format(n=whole(-going.gained)),
    }.get(going.state)
    if rate is None:
        rate = _moving(going, at, as_of)
    return " · ".join(part for part in (rate, limit) if part)


def _moving(going: Pace, at: datetime | None, as_of: datetime) -> str:
    if going.gained < FEWEST or going.finish_at is None:
        return _("近1小时仅 {n},太少,不作推算").format(n=going.gained)
    told = _("每小时 {n} → {at} 完成").format(
        n=whole(round(going.per_hour or 0)), at=clock_time(going.finish_at)
    )
    if at is None or at < as_of:
        return told
    slack = at - going.finish_at
    late = _("晚 {time}") if slack < timedelta(0) else _("早 {time}")
    return f"{told} ({late.format(time=spelled(slack))})"
