"""Who did something, by name: the account's own, the duty desk's, or as it was sent."""

from contextvars import ContextVar

from stormdesk.domain.event import SOURCE_ACTOR
from stormdesk.domain.vocabulary import N_
from stormdesk.ingest.sources import PAGE
from stormdesk.outlook.rows import plain_rows
from stormdesk.ui.desk import desk, office
from stormdesk.ui.sources import is_source, source_name
from stormdesk.ui.text import _, language

DUTY_DESK = "duty-desk"
OWN_DESK = N_("值班席")
# Offices of a headquarters that sign without being a unit of the county's list.
OFFICES = frozenset(
    {
        N_("防指指挥"),
        N_("防指指挥(市长)"),
        N_("防指副指挥(应急管理局局长)"),
        N_("防指办公室"),
        N_("防指办公室主任"),
        N_("防指办公室值班长"),
        N_("防指办公室督查组"),
        N_("市长"),
        N_("副市长"),
        N_("分管副市长"),
        N_("通信运营企业"),
    }
)
# The operation whose reports are on screen; unknown while a file is made of any.
_operation: ContextVar[str | None] = ContextVar("operation", default=None)


def stand_in(operation_id: str) -> None:
    """Say whose reports are being drawn: a name in what came from another desk is no account of this one."""
    _operation.set(operation_id)


def actor_name(code: object) -> str:
    """The name to show for an actor: an account, a member unit, or as sent; nothing where there is none."""
    if not isinstance(code, str):
        return ""
    if code.startswith(SOURCE_ACTOR):
        return _("来源 {source}").format(source=source_name(code.removeprefix(SOURCE_ACTOR)))
    if is_source(code):
        return source_name(code)
    if code != DUTY_DESK and office().accounts.who(code) is None:
        return unit_named(code)
    if desk().store.rows("bundle/posing", actor=code, operation_id=_operation.get()):
        return _("{name}(随数据包)").format(name=code)
    return _(OWN_DESK) if code == DUTY_DESK else office().accounts.name_of(code)


def is_listed(code: str) -> bool:
    """Whether somebody of the lists of responsible persons is meant, who is not named here."""
    return bool(desk().store.rows("register/person", person_id=code))


def unit_named(code: str) -> str:
    """The name of a member unit, by its code or its name, or of an office; else the code itself."""
    if code in OFFICES:
        return _(code)
    units = plain_rows(desk().store.frame("reference/unit_names"))
    unit = next((one for one in units if code in {one["unit_id"], one["name"]}), {})
    spoken = unit.get("name_en") if language() == "en" else None
    return str(spoken or unit.get("name") or code)


def bringer_name(by: object, source_id: object) -> str:
    """Whoever brought an import: an account where a person did it here, else only what its source says."""
    if source_id in {None, PAGE} or not isinstance(source_id, str):
        return actor_name(by)
    return _("据 {name}").format(name=by) if isinstance(by, str) and by else ""
