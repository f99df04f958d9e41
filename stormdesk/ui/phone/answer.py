"""What the desk does with a line: read it, pick from a list, record what waits, take back a report."""

from dataclasses import replace
from uuid import uuid4

from stormdesk.domain.corrections import Amendment, withdrawal
from stormdesk.domain.directory import Entry
from stormdesk.domain.hearing import Heard, hear
from stormdesk.domain.phrase import Fault, Unclear, parse_phrase
from stormdesk.errors import StormdeskError
from stormdesk.ui.actors import DUTY_DESK
from stormdesk.ui.page import Page
from stormdesk.ui.phone.draft import PHONE, Draft, make_draft
from stormdesk.ui.phone.register import directory, status_names
from stormdesk.ui.phone.waiting import (
    Choice,
    Recorded,
    line,
    remember,
    wait_for,
    waiting,
)
from stormdesk.ui.subjects.refusal import sentence_of
from stormdesk.ui.text import _

MOST_CHOICES = 9
LEAVE = "0"


def answer(page: Page) -> None:
    """Take the line that was sent; an empty one confirms what waits."""
    said, state = line(), waiting()
    if said == LEAVE:
        wait_for(None)
    elif not said:
        if isinstance(state.what, Draft) and state.is_shown:
            record(page, state.what)
    elif isinstance(state.what, Choice) and said.isdecimal() and len(said) == 1:
        pick(page, state.what, int(said))
    else:
        _read(page, said)


def record(page: Page, draft: Draft) -> None:
    """Record a draft as it was shown; the same one twice is recorded once."""
    now = page.desk.now()
    try:
        page.desk.record([draft.confirmed(now)])
    except StormdeskError as error:
        wait_for(None, sentence_of(page, error))
        return
    remember(Recorded(draft, now))
    wait_for(None, _("已登记。"), is_good=True)


def pick(page: Page, choice: Choice, number: int) -> None:
    """Take one of the subjects that a line may mean."""
    if not 1 <= number <= len(choice.entries):
        wait_for(choice, _("没有第 {n} 个,请重选。").format(n=number))
        return
    _put_up(page, choice.heard, choice.entries[number - 1])


def take_back(page: Page, recorded: Recorded) -> None:
    """Withdraw what was just recorded."""
    event = page.desk.event(recorded.draft.event.event_id)
    if event is None or recorded.is_withdrawn:
        return
    by = Amendment(
        event_id=f"{PHONE}-{uuid4().hex}",
        recorded_at=page.desk.now(),
        source=PHONE,
        actor=DUTY_DESK,
        reason=_("登记后即撤销"),
    )
    try:
        page.desk.record([withdrawal(event, by)])
    except StormdeskError as error:
        wait_for(None, sentence_of(page, error))
        return
    remember(Recorded(recorded.draft, recorded.recorded_at, is_withdrawn=True))
    wait_for(None, _("已撤销。"), is_good=True)


def _read(page: Page, said: str) -> None:
    phrase = parse_phrase(said, page.desk.now())
    if isinstance(phrase, Unclear):
        _say(phrase)
        return
    heard = hear(phrase, directory(page), status_names(page))
    if isinstance(heard, Unclear):
        _say(heard)
        return
    heard = _in_area(heard, page.area_code)
    if len(heard.entries) == 1:
        _put_up(page, heard, heard.entries[0])
    else:
        wait_for(Choice(heard, heard.entries[:MOST_CHOICES]))


def _in_area(heard: Heard, area_code: str | None) -> Heard:
    """Those in the area on screen, when there are any."""
    inside = tuple(e for e in heard.entries if area_code in {e.township_code, e.village_code})
    return replace(heard, entries=inside) if area_code and inside else heard


def _put_up(page: Page, heard: Heard, entry: Entry) -> None:
    try:
        draft = make_draft(page, heard, entry)
    except StormdeskError as error:
        wait_for(None, sentence_of(page, error))
        return
    if isinstance(draft, Unclear):
        _say(draft)
    else:
        wait_for(draft)


def _say(unclear: Unclear) -> None:
    """Say why a line was not understood; a line without people keeps nothing waiting."""
    value = unclear.value[:40]
    fault = Fault(unclear.fault)
    wait_for(None, _(fault.value).format(value=value))
