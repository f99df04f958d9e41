"""Who did something, by name: the account's own, the duty desk's, or as it was sent."""

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.desk import office
from stormdesk.ui.text import _

DUTY_DESK = "duty-desk"
OWN_DESK = N_("值班席")


def actor_name(code: object) -> str:
    """The name to show for an actor; nothing where there is none."""
    if not isinstance(code, str):
        return ""
    return _(OWN_DESK) if code == DUTY_DESK else office().accounts.name_of(code)
