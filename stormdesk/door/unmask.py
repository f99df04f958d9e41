"""Showing what a mask hides: one row at a time, with a reason, and the audit knows first."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from stormdesk.domain.access.records import Action
from stormdesk.domain.masking import bare
from stormdesk.domain.moment import Moment
from stormdesk.domain.vocabulary import N_
from stormdesk.door.audit import Kind, deed_of
from stormdesk.door.visit import Visit
from stormdesk.errors import NotAllowed, StormdeskError
from stormdesk.store import Scope, ScopedStore

THING: Final = "account"
SHORTEST_REASON, LONGEST_REASON = 4, 200
LONGEST_ID: Final = 80
COUNTED: Final = timedelta(minutes=10)
STOPPED: Final = timedelta(hours=1)
REASONS: Final = (
    N_("通知转移或撤离"),
    N_("核实到岗或去向"),
    N_("回拨来电"),
    N_("救援需要"),
    N_("核对名单"),
)
_ONE_AT_A_TIME: Final = threading.Lock()
_WORDS: Final = re.compile(r"\w")


class Register(StrEnum):
    """The registers whose rows hold somebody's name or phone, by the subject that they list."""

    RESPONSIBLE_PERSON = "responsible_person"
    EVACUEE = "evacuee"
    VESSEL = "vessel"
    SITE = "site"
    SHELTER = "shelter"
    FACILITY = "facility"
    UNIT = "unit"
    TEAM = "team"
    TERMINAL = "terminal"


class NoReason(StormdeskError):
    """A wish to see a row whole without saying why."""

    sentence = N_("请写明查看原因(至少 4 个字)。")


class TooManyShown(StormdeskError):
    """More rows shown whole in a short time than a person can be calling."""

    sentence = N_("短时间内查看的人数过多,已暂停一小时。确有需要,请管理员放行。")


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What a register holds of a person, None where it holds nothing; no log line prints it."""

    name: str | None
    phone: str | None
    address: str | None = None
    needs: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Wish:
    """Who wants to see which row, at which moment of the ledger, why, and when he asked."""

    visit: Visit
    register: Register
    subject_id: str
    moment: Moment
    reason: str
    at: datetime

    def rows(self, store: ScopedStore) -> list[tuple[str | None, ...]]:
        """The row as a reader sees it: one or none."""
        moment = self.moment
        return store.rows(
            f"unmask/{self.register}",
            operation_id=moment.operation_id,
            as_of=moment.as_of,
            object_id=self.subject_id,
        )

    def note(self, what: str, *, is_done: bool, area_code: str | None = None) -> None:
        """Tell the audit what became of it."""
        deed = deed_of(
            self.visit.visitor,
            Kind.UNMASK,
            what,
            at=self.at,
            is_done=is_done,
            thing=self.register,
            thing_id=self.subject_id[:LONGEST_ID],
            area_code=area_code,
            operation_id=self.moment.operation_id,
            reason=self.reason,
        )
        self.visit.office.audit.note(deed)


def unmask(  # noqa: PLR0913  a row is named by register, id and moment; why and when are asked of every caller
    visit: Visit, register: Register, subject_id: str, *, moment: Moment, reason: str, at: datetime
) -> Shown:
    """The true row of a person, for somebody who may, in his own area; `at` is the machine's own time.

    Raises NotAllowed, NoReason or TooManyShown; whatever happens is in the audit, and when it cannot be
    written there, nothing is shown.
    """
    visit.require(Action.UNMASK, register)
    wish = _Wish(visit, register, subject_id, moment, told_reason(reason), at)
    with _ONE_AT_A_TIME:
        rows = wish.rows(visit.store)
        if not rows:
            wish.note("not_own", is_done=False)
            raise NotAllowed
        _hold_back(wish)
        *_masked, township_code, village_code = rows[0]
        wish.note("row", is_done=True, area_code=village_code or township_code)
    whole = visit.whole.store.scoped(Scope(visit.visitor.held_to, shows_personal=True))
    name, phone, address, needs, note, *_area = wish.rows(whole)[0]
    return Shown(name, phone, address, needs, note)


def told_reason(reason: str) -> str:
    """A reason as the audit keeps it, without the numbers of persons; raises NoReason."""
    why = " ".join(reason.split())[:LONGEST_REASON]
    if len(_WORDS.findall(why)) < SHORTEST_REASON:
        raise NoReason
    return bare(why)


def go_on(visit: Visit, account_id: str, *, at: datetime) -> None:
    """Let an account that was stopped show rows again; raises NotAllowed unless the visitor runs accounts."""
    visit.require(Action.MANAGE, "accounts")
    visit.office.audit.note(
        deed_of(visit.visitor, Kind.UNMASK, "go_on", at=at, thing=THING, thing_id=account_id)
    )


def _hold_back(wish: _Wish) -> None:
    """Stop whoever reads people row after row."""
    office = wish.visit.office
    ((shown_count, stop_count),) = office.store.rows(
        "audit/unmasked",
        account_id=wish.visit.visitor.account_id,
        since_at=wish.at - COUNTED,
        stopped_since_at=wish.at - STOPPED,
    )
    if stop_count:
        wish.note("stopped", is_done=False)
        raise TooManyShown
    if shown_count >= office.settings.unmasks_10min:
        wish.note("too_many", is_done=False)
        raise TooManyShown
