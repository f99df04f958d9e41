"""Subjects and drafts of the phone desk in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from stormdesk.domain.directory import Entry
from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.domain.vocabulary import N_, Subject
from stormdesk.ui.page import Page
from stormdesk.ui.phone.draft import Draft, present
from stormdesk.ui.phone.register import categories, shown_statuses
from stormdesk.ui.render import near_time
from stormdesk.ui.subjects.words import plain
from stormdesk.ui.text import _

_PEOPLE = {Subject.RESPONSIBLE_PERSON, Subject.EVACUEE}
_KINDS: Mapping[str, tuple[str, str]] = {
    Subject.RESPONSIBLE_PERSON: ("role", N_("责任人")),
    Subject.EVACUEE: ("evacuation", N_("转移对象")),
    Subject.VESSEL: ("vessel", N_("船舶")),
    Subject.SITE: ("", N_("在建工地")),
    Subject.SHELTER: ("", N_("避灾场所")),
    Subject.FACILITY: ("sector", N_("设施")),
    Subject.UNIT: ("", N_("成员单位")),
    Subject.AREA: ("", N_("村镇情况")),
    Subject.TALLY: ("evacuation", N_("上报转移数")),
    Subject.DAMAGE: ("damage", N_("灾情")),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One subject in words: place, name, what it is, its phone, what is so of it now."""

    object_id: str
    place: str
    name: str
    what: str
    phone: str
    state: str


def spoken(page: Page, entry: Entry) -> Spoken:
    """A subject as the lists show it: persons masked."""
    kind, title = _KINDS.get(entry.subject, ("", ""))
    detail = categories(page, kind).get(entry.category or "", "") if kind else ""
    name = plain(entry.name) or entry.object_id
    codes = [code for code in (entry.township_code, entry.village_code) if code]
    if entry.subject in {Subject.AREA, Subject.TALLY, Subject.DAMAGE}:
        codes = codes[:-1]
        name = page.area_name(entry.object_id.split(":", maxsplit=1)[0])
    names = shown_statuses(page)
    states = [
        names.get((entry.subject, facet, status), status) for facet, status in present(page, entry).items()
    ]
    return Spoken(
        object_id=plain(entry.object_id),
        place=" ".join(page.area_name(code) for code in codes),
        name=(mask_name(name) or "") if entry.subject in _PEOPLE else name,
        what=f"{_(title)} · {detail}" if detail else _(title),
        phone=mask_phone(entry.phone) or "",
        state=" · ".join(states) or _("未报"),
    )


def draft_words(page: Page, draft: Draft, recorded_at: datetime | None = None) -> dict[str, object]:
    """A draft, or what was recorded of it, in parts: who, what becomes so, when, how many, who said it."""
    event, names = draft.event, shown_statuses(page)
    is_now = draft.is_now and recorded_at is None
    happened_at = recorded_at if draft.is_now and recorded_at else event.happened_at
    key = (event.subject, event.facet)
    return {
        "who": spoken(page, draft.entry),
        "before": names.get((*key, draft.before), "") if draft.before else "",
        "status": names.get((*key, event.status), event.status),
        "at": _("现在") if is_now else near_time(happened_at, page.moment.as_of),
        "people": "" if event.quantity is None else _("{n} 人").format(n=event.quantity),
        "said_by": _("{name}来电").format(name=plain(draft.said_by)) if draft.said_by else "",
        "note": plain(draft.note),
    }
