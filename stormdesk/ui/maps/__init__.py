"""Maps that ask nothing outside this machine: importing the package seals every folium class."""

from stormdesk.ui.maps.areas import AreaValue, ShapeLayer
from stormdesk.ui.maps.atlas import Atlas, GuideLine, Named, Place, View, register_atlas
from stormdesk.ui.maps.base import BaseMap
from stormdesk.ui.maps.draw import SeenView, show, viewed
from stormdesk.ui.maps.fetched import FetchedLayer
from stormdesk.ui.maps.layers import LayerData, LayerSource, UnknownLayerError, register_source
from stormdesk.ui.maps.legend import legend_html
from stormdesk.ui.maps.points import PointLayer, PointStyle, Shape
from stormdesk.ui.maps.shapes import register_shape
from stormdesk.ui.maps.storm import DASHES, StormLayer, StormMark, StormTrack, WindCircle
from stormdesk.ui.maps.tiles import TileSource, register_archive, register_tiles
from stormdesk.ui.maps.vendored import seal

__all__ = [
    "DASHES",
    "AreaValue",
    "Atlas",
    "BaseMap",
    "FetchedLayer",
    "GuideLine",
    "LayerData",
    "LayerSource",
    "Named",
    "Place",
    "PointLayer",
    "PointStyle",
    "SeenView",
    "Shape",
    "ShapeLayer",
    "StormLayer",
    "StormMark",
    "StormTrack",
    "TileSource",
    "UnknownLayerError",
    "View",
    "WindCircle",
    "legend_html",
    "register_archive",
    "register_atlas",
    "register_shape",
    "register_source",
    "register_tiles",
    "seal",
    "show",
    "viewed",
]

seal()
