"""Beginning a response, ending it, and going on with one that was ended too soon."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from stormdesk.domain.access.records import Action
from stormdesk.domain.moment import BEIJING, Clock, ClockMode
from stormdesk.domain.vocabulary import N_
from stormdesk.door.audit import Kind, deed_of
from stormdesk.door.purge.records import PurgeRefused
from stormdesk.door.visit import Visit
from stormdesk.errors import UnknownOperation
from stormdesk.ingest.desk import LIVE_OPERATION, Desk
from stormdesk.ingest.seed import start_drill

OPERATIONS: Final = "operations"
LIVE_LISTS: Final = "live"
LONGEST_NAME: Final = 60
WATCH: Final = ("日常值守", "Daily watch")


class Fault(StrEnum):
    """Why a response cannot be begun or ended; each is a sentence that a person can act on."""

    NO_NAME = N_("请写响应的名称(1 至 60 个字)。")
    DRILL = N_("演练模式不开启真实响应。请在实战模式下开启,或用演练脚本新开演练。")
    CLOSED = N_("本次响应已经结束。")
    OPEN = N_("本次响应没有结束。")
    FORGOTTEN = N_("本次响应的个人信息已经销毁,不能再打开。")


def begin(visit: Visit, name: str, *, at: datetime, name_en: str = "", storm_id: str | None = None) -> str:
    """Begin a response that reads the live lists, and show it on every screen; returns its identifier."""
    desk = visit.desk_for(Action.MANAGE, OPERATIONS)
    if desk.settings.mode != ClockMode.LIVE:
        raise PurgeRefused(Fault.DRILL)
    said = name.strip()
    if not 0 < len(said) <= LONGEST_NAME:
        raise PurgeRefused(Fault.NO_NAME)
    operation_id = f"response-{at.astimezone(BEIJING):%Y%m%d-%H%M%S}"
    _audited(visit, "begin", operation_id, at)
    _open(desk, operation_id, (said, name_en.strip() or said), at, storm_id)
    _show_live(desk, operation_id, at, visit.visitor.account_id)
    return operation_id


def end(visit: Visit, operation_id: str, *, at: datetime) -> datetime:
    """End a response; a live one that is on screen gives way to the daily watch. Returns its last instant."""
    desk = visit.desk_for(Action.MANAGE, OPERATIONS)
    opened_at, closed_at, _forgotten_at = _about(desk, operation_id)
    if closed_at is not None:
        raise PurgeRefused(Fault.CLOSED)
    is_shown = desk.clock.setting is not None and desk.clock.setting.operation_id == operation_id
    ended_at = desk.now() if is_shown else max(opened_at, _last_instant(desk, operation_id, at))
    _audited(visit, "end", operation_id, at)
    _set_closed(desk, operation_id, ended_at)
    if is_shown and desk.settings.mode == ClockMode.LIVE:
        _show_live(desk, _watch(desk, at), at, visit.visitor.account_id)
    return ended_at


def go_on(visit: Visit, operation_id: str, *, at: datetime) -> None:
    """Go on with a response that was ended, unless its people are forgotten."""
    desk = visit.desk_for(Action.MANAGE, OPERATIONS)
    _opened_at, closed_at, forgotten_at = _about(desk, operation_id)
    if forgotten_at is not None:
        raise PurgeRefused(Fault.FORGOTTEN)
    if closed_at is None:
        raise PurgeRefused(Fault.OPEN)
    _audited(visit, "go_on", operation_id, at)
    _set_closed(desk, operation_id, None)


def show(visit: Visit, operation_id: str, *, at: datetime) -> None:
    """Show an operation on every screen: a live one at the machine's time, a drill at its own."""
    desk = visit.desk_for(Action.MANAGE, OPERATIONS)
    _about(desk, operation_id)
    _audited(visit, "show", operation_id, at)
    if desk.settings.mode == ClockMode.LIVE:
        _show_live(desk, operation_id, at, visit.visitor.account_id)
    else:
        start_drill(desk.store, desk.clock, operation_id)


def _about(desk: Desk, operation_id: str) -> tuple[datetime, datetime | None, datetime | None]:
    found = desk.store.rows("forget/about", operation_id=operation_id)
    if not found:
        raise UnknownOperation(operation=operation_id)
    return found[0][4], found[0][5], found[0][6]


def _last_instant(desk: Desk, operation_id: str, at: datetime) -> datetime:
    """When an operation that no screen shows ends: a live one now, a drill with the last that it was told."""
    if desk.store.rows("forget/about", operation_id=operation_id)[0][2] == ClockMode.LIVE:
        return at
    asked = {"operation_id": operation_id, "as_of": at, "known_at": at}
    found = desk.store.rows("moment/last_word", **asked)[0][0]
    return at if found is None else found


def _watch(desk: Desk, at: datetime) -> str:
    """The daily watch that is open, or a new one."""
    for row in desk.store.rows("operation/list"):
        is_watch = row[0] == LIVE_OPERATION or row[0].startswith(f"{LIVE_OPERATION}-")
        if is_watch and row[8] is None:
            return str(row[0])
    operation_id = f"{LIVE_OPERATION}-{at.astimezone(BEIJING):%Y%m%d-%H%M%S}"
    _open(desk, operation_id, WATCH, at, None)
    return operation_id


def _open(desk: Desk, operation_id: str, names: tuple[str, str], at: datetime, storm_id: str | None) -> None:
    with desk.store.write() as transaction:
        transaction.run(
            "operation/open",
            operation_id=operation_id,
            name_zh=names[0],
            name_en=names[1],
            storm_id=storm_id,
            roster=LIVE_LISTS,
            opened_at=at,
        )


def _set_closed(desk: Desk, operation_id: str, closed_at: datetime | None) -> None:
    with desk.store.write() as transaction:
        transaction.run("operation/set_closed", operation_id=operation_id, closed_at=closed_at)


def _show_live(desk: Desk, operation_id: str, at: datetime, by: str) -> None:
    desk.clock.set(
        Clock(operation_id=operation_id, mode=ClockMode.LIVE, anchored_at=at, shown_at=at, set_by=by)
    )


def _audited(visit: Visit, what: str, operation_id: str, at: datetime) -> None:
    visit.office.audit.note(
        deed_of(
            visit.visitor,
            Kind.SETTING,
            what,
            at=at,
            thing=OPERATIONS,
            thing_id=operation_id,
            operation_id=operation_id,
        )
    )
