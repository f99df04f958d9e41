"""What silent villages have in common, in words."""

from stormdesk.domain.common_cause import Tie
from stormdesk.ui.text import _
from stormdesk.ui.wall.places import short_name
from stormdesk.ui.wall.reading import Reading


def tie(reading: Reading, cause: str) -> str:
    """A common cause by name: the tower, the shared phone, the township that passes nothing on."""
    kind, _sep, tie_id = cause.partition(":")
    if kind == Tie.TOWER:
        return _("通信基站 {name}").format(name=tie_id)
    if kind == Tie.PHONE:
        return _("同一部电话")
    if kind == Tie.CUTOFF:
        return _("{township}整体静默").format(township=short_name(reading.county, tie_id))
    if kind == Tie.OFFICE:
        return _("{township}未转报").format(township=short_name(reading.county, tie_id))
    return ""
