"""Coming in by OpenID Connect: the provider says who it is, an administrator has said what that opens."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from stormdesk.door.audit import Kind
from stormdesk.door.entrance import Entered, Refused, enter_known, waits
from stormdesk.door.lockout import keys_of
from stormdesk.door.office import Office
from stormdesk.errors import ProviderDown, StormdeskError, UnboundIdentity

HOW: Final = "openid"


def enter_openid(  # noqa: PLR0913  one return
    office: Office,
    *,
    state: str,
    code: str,
    browser: str | None,
    at: datetime,
    address: str = "",
    agent: str = "",
) -> tuple[Entered | Refused, str]:
    """Let in whoever came back from the provider, if an account is bound to him; and where he was going."""
    openid, onward = office.openid, "/"
    if openid is None:
        return Refused(sentence=ProviderDown.sentence), onward
    keys = keys_of("openid:", address)
    if wait_s := office.attempts.take(keys):
        return waits(office, wait_s, at=at, address=address), onward
    try:
        claims, onward = openid.come_back(state=state, code=code, browser=browser, at=at)
        name = openid.name_in(claims)
        account = office.accounts.of_openid(name)
        if account is None:
            raise UnboundIdentity(name=name)
    except StormdeskError as error:
        what = "openid_" + {ProviderDown: "down", UnboundIdentity: "unbound"}.get(type(error), "refused")
        office.audit.stranger(what, at=at, address=address, kind=Kind.SIGN_IN)
        return Refused(sentence=error.sentence, values=error.values), onward
    office.attempts.clear(keys)
    return enter_known(office, account.account_id, HOW, at=at, address=address, agent=agent), onward
