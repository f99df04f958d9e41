"""The visitor in front of a page, known by his session's cookie whenever anything is drawn or done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from stormdesk.domain.access.records import Action
from stormdesk.domain.county import County
from stormdesk.door.audit import Kind, deed_of
from stormdesk.door.visit import Visit
from stormdesk.errors import NotAllowed, NotSignedIn
from stormdesk.ui.asgi.cookie import session_token
from stormdesk.ui.asgi.passage import asker
from stormdesk.ui.desk import desk, office
from stormdesk.ui.text import _, language

_REFUSED_AREA = "refused_area"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Held:
    """The area that a visitor sees, and what he must be told about it."""

    code: str | None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """How a visitor came to a drawing: what is done later, in another run or thread, asks for him anew."""

    token: str = field(repr=False)
    visiting: Visit = field(repr=False, compare=False)
    run: object = field(repr=False, compare=False)

    def visit(self) -> Visit:
        """The desk as the visitor may use it at this instant; raises NotSignedIn once his session is over."""
        return self.visiting if self.run is get_script_run_ctx() else _visit_of(self.token)

    def visit_of_asker(self, thing: str) -> Visit:
        """The same, for a file that a message asks for by its name, which another session may have learnt.

        Raises NotAllowed, and the audit tells who asked, when the message came over another's socket.
        """
        asking = asker.get()
        if asking in {None, self.token}:
            return self.visit()
        visiting = _visit_of(asking or "")
        visiting.office.audit.note(
            deed_of(
                visiting.visitor,
                Kind.REFUSED,
                Action.EXPORT,
                at=datetime.now(UTC),
                is_done=False,
                thing=thing,
            )
        )
        raise NotAllowed


def enter() -> Entry:
    """Let in whoever the session's cookie names; raises NotSignedIn where no session stands."""
    visiting = visit_of(st.context.cookies)
    return Entry(session_token(st.context.cookies) or "", visiting, get_script_run_ctx())


def visit_of(cookies: Mapping[str, str]) -> Visit:
    """The desk as whoever bears these cookies may use it; raises NotSignedIn where no session stands."""
    return _visit_of(session_token(cookies) or "")


def _visit_of(token: str) -> Visit:
    visitor = office().sessions.visitor_of(token, at=datetime.now(UTC))
    if visitor is None:
        raise NotSignedIn
    return Visit(visitor, office(), desk())


def area_for(visiting: Visit, asked: str | None) -> Held:
    """The area that an address asks for, as far as it is the visitor's; else his own, and the audit tells."""
    own = visiting.visitor.held_to
    wanted = _known_area(visiting.county, asked)
    if own is None:
        return Held(wanted, _unknown_area(visiting.county, asked, wanted))
    if not own:
        return Held(own, _("您的账号没有写明辖区,没有数据可看。请联系管理员。"))
    if wanted is None or wanted.startswith(own):
        return Held(wanted or own, _unknown_area(visiting.county, asked, wanted))
    _tell_once(visiting, wanted)
    name = visiting.county.name_of(own, language())
    return Held(own, _("您的账号只能查看本辖区,显示的是{area}。").format(area=name))


def _tell_once(visiting: Visit, wanted: str) -> None:
    """Tell the audit of a foreign area once, not at each refresh."""
    if st.session_state.get(_REFUSED_AREA) == wanted:
        return
    visiting.office.audit.note(
        deed_of(
            visiting.visitor,
            Kind.REFUSED,
            Action.READ,
            at=datetime.now(UTC),
            is_done=False,
            thing="area",
            area_code=wanted,
        )
    )
    st.session_state[_REFUSED_AREA] = wanted


def _unknown_area(county: County, asked: str | None, wanted: str | None) -> str | None:
    """What to say of an area that the address asks for and nobody knows."""
    if not asked or wanted is not None or asked == county.profile.code:
        return None
    return _("没有辖区“{value}”。").format(value=asked[:_LONGEST])


def _known_area(county: County, asked: str | None) -> str | None:
    if asked is None or asked == county.profile.code:
        return None
    try:
        county.name_of(asked)
    except KeyError:
        return None
    return asked
