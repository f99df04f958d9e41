"""The audit page from top to bottom: exceptions first, then the chain, then every row."""

from datetime import UTC, datetime, timedelta

from stormdesk.domain.access.records import Action
from stormdesk.door.audit_reading import last_verified, refusals
from stormdesk.ui.audit.chain import draw_verifying
from stormdesk.ui.audit.listing import draw_listing
from stormdesk.ui.audit.words import deed_words, thing_words
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _

LATELY = timedelta(hours=24)
STALE = timedelta(days=7)
SECONDS = "%m-%d %H:%M"


def draw(page: Page) -> None:
    """Draw what must be looked at: refusals of a day, who must wait, screens that ask, the chain's state."""
    draw_template("access_style")
    now = datetime.now(UTC)
    visit = page.desk
    found = refusals(visit, since=now - LATELY)
    tiles = [_refused_tile(sum(each.refused_count for each in found)), _waiting_tile(page)]
    if page.may(Action.MANAGE, "devices"):
        tiles.append(_screens_tile(page, now))
    draw_template("tiles", tiles=[*tiles, _chain_tile(page, now)])
    if found:
        rows = [
            {
                "count": each.refused_count,
                "deed": deed_words(each.kind, each.what),
                "thing": thing_words(each.thing, each.what),
                "who": visit.office.accounts.name_of(each.account_id) if each.account_id else _("陌生人"),
                "addresses": each.address_count,
                "last_at": clock_time(each.last_at, SECONDS),
            }
            for each in found
        ]
        draw_template("audit_refused", rows=rows)


def draw_below(page: Page) -> None:
    """Draw the verifying and the rows, which a refresh must not interrupt."""
    draw_verifying(page)
    draw_listing(page)


def _tile(label: str, value: str, note: str, state: str) -> dict[str, str]:
    return {"label": label, "value": value, "note": note, "state": state}


def _refused_tile(count: int) -> dict[str, str]:
    return _tile(_("24 小时内被拒绝"), whole(count), _("次,明细见下"), "soon" if count else "done")


def _waiting_tile(page: Page) -> dict[str, str]:
    count = len(page.desk.office.attempts.waiting())
    note = _("因试错太多暂不受理") if count else _("没有人在等待")
    return _tile(_("登录等待"), whole(count), note, "late" if count else "done")


def _screens_tile(page: Page, now: datetime) -> dict[str, str]:
    count = page.desk.office.devices.waiting_count(at=now)
    note = _("到“账号与权限 · 屏幕”核对代码") if count else _("没有屏幕在等待")
    return _tile(_("等待接入的屏幕"), whole(count), note, "soon" if count else "done")


def _chain_tile(page: Page, now: datetime) -> dict[str, str]:
    last = last_verified(page.desk)
    if last is None:
        return _tile(_("记录链"), "?", _("从未校验过"), "soon")
    when = _("{at} 校验").format(at=clock_time(last.noted_at, SECONDS))
    if last.fault_count:
        return _tile(_("记录链"), _("× {n} 处不符").format(n=last.fault_count), when, "late")
    state = "soon" if now - last.noted_at > STALE else "done"
    return _tile(_("记录链"), _("✓ 完整"), when, state)
