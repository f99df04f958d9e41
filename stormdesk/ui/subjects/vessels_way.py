"""The way of the boat whose card is open, with the place where the storm cuts it."""

from datetime import datetime
from typing import Final

from stormdesk.outlook.sea_turned import boat_way
from stormdesk.ui.maps import StormLayer, StormMark, StormTrack
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.subjects.words import plain
from stormdesk.ui.text import _

DASH: Final = "8 6"


def way_layer(page: Page, vessel_id: str) -> StormLayer | None:
    """The way to the harbour as a layer of the map; None for a boat that has none to go."""
    way = boat_way(page.desk, page.moment, vessel_id)
    if way is None:
        return None
    label = _("去 {harbour} 的航路").format(harbour=plain(way.harbour_name) or _("港口"))
    ends = [_("现在的船位"), *[label] * (len(way.lat) - 2), _arrives(way.eta_at)]
    track = StormTrack(label=label, lat=way.lat, lon=way.lon, text=ends, colour="link", dash=DASH)
    if way.cut_at is None or way.cut_lat is None or way.cut_lon is None:
        return StormLayer(name="vessels-way", tracks=(track,))
    cut = _("风圈 {at} 在此切断航路").format(at=clock_time(way.cut_at))
    mark = StormMark(label=cut, lat=way.cut_lat, lon=way.cut_lon)
    return StormLayer(name="vessels-way", tracks=(track,), marks=(mark,))


def _arrives(eta_at: datetime | None) -> str:
    return _("港口") if eta_at is None else _("现在动身,{at} 到港").format(at=clock_time(eta_at))
