"""The county's ground for every map: land, townships, harbours, warning lines; registered once at start."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from stormdesk.domain.county_profile import Bounds
from stormdesk.domain.geo import Datum
from stormdesk.errors import BadTileSetting
from stormdesk.ingest.desk import Desk
from stormdesk.settings import Settings
from stormdesk.ui.maps import (
    Atlas,
    GuideLine,
    Named,
    Place,
    TileSource,
    View,
    register_archive,
    register_atlas,
    register_shape,
    register_tiles,
)
from stormdesk.ui.maps.atlas import MapKind

LINE_LOOKS = {"24h": ("level-2", None), "48h": ("level-4", "8 6")}
_SHAPES = ("land", "regional_land", "ocean_land", "townships")


def register_ground(desk: Desk) -> None:
    """Give the maps their polygons, names and background tiles."""
    register_background(desk.settings)
    found = [name for name in _SHAPES if _register(name, desk.settings)]
    register_atlas(
        Atlas(
            views=_views(desk, found),
            places=[
                Place(name=Named(harbour.name_zh, harbour.name_en), lat=harbour.lat, lon=harbour.lon)
                for harbour in desk.county.harbours
            ],
            lines=_lines(desk),
            area_names={
                township.code: Named(township.name_zh, _short(township.name_en))
                for township in desk.county.townships
            },
        )
    )


def _short(name_en: str) -> str:
    """An English name that fits on a map: Yucheng for Yucheng Subdistrict."""
    return name_en.rsplit(" ", 1)[0] if " " in name_en else name_en


def _register(name: str, settings: Settings) -> bool:
    """Make a file of shapes known: the county's own where it imported one, else the shipped one."""
    for folder in (settings.own_county_dir, settings.county_dir):
        path = folder / f"{name}.geojson"
        if path.is_file():
            register_shape(name, path)
            return True
    return False


def _views(desk: Desk, found: list[str]) -> dict[MapKind, View]:
    profile = desk.county.profile
    near = [name for name in ("regional_land", "land") if name in found][-1:]
    far = [name for name in ("regional_land", "ocean_land") if name in found][-1:]
    label = Named(profile.boundary_label_zh, profile.boundary_label_en)
    areas = "townships" if "townships" in found else None
    return {
        "county": replace(_view(profile.map_bounds, near), areas=areas, areas_label=label),
        "storm": _view(profile.storm_map_bounds, far or near),
    }


def _view(frame: Bounds, land: Sequence[str]) -> View:
    return View(west=frame.west, south=frame.south, east=frame.east, north=frame.north, land=land)


def _lines(desk: Desk) -> list[GuideLine]:
    lines = []
    for line in desk.storm_reference.warning_lines:
        colour, dash = LINE_LOOKS.get(line.line_id, ("muted", "4 4"))
        lines.append(
            GuideLine(
                name=Named(line.name_zh, line.name_en),
                lat=[lat for lat, _lon in line.points],
                lon=[lon for _lat, lon in line.points],
                colour=colour,
                dash=dash,
            )
        )
    return lines


def register_background(settings: Settings) -> None:
    """Lay the operator's tiles under the maps; a setting that cannot be used stops the start."""
    try:
        datum = Datum(settings.tile_datum)
        if settings.tile_file:
            register_archive(Path(settings.tile_file), credit=settings.tile_credit, datum=datum)
        elif settings.tile_url:
            register_tiles(TileSource(settings.tile_url, settings.tile_credit, datum))
    except ValueError as error:
        raise BadTileSetting(reason=error) from error
