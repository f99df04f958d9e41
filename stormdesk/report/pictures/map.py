"""The map of the county for papers: what is not done, township by township, and the storm beside it."""

from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county import County
from stormdesk.domain.county_rows import Township
from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.report.pictures import canvas
from stormdesk.report.pictures.canvas import Size
from stormdesk.report.pictures.scene import Left, MapScene, map_scene
from stormdesk.report.pictures.shapes import cut, fill, frame
from stormdesk.report.pictures.storm import draw_storm
from stormdesk.report.stand import stand_of

MAP_SIZE: Final[Size] = (16.0, 10.6)
HATCH: Final = "////"
EDGE: Final = "#7d8a99"
# Shape and word carry what the colour says.
MARKS: Final[dict[str, dict[str, Any]]] = {
    "vessel": {"marker": "^", "facecolors": canvas.LATE, "edgecolors": "white", "s": 16, "linewidths": 0.4},
    "site": {"marker": "s", "facecolors": "none", "edgecolors": canvas.SOON, "s": 9, "linewidths": 0.7},
    "shelter": {"marker": "X", "facecolors": canvas.LATE, "edgecolors": "white", "s": 22, "linewidths": 0.4},
}
# Where more than so many of a kind lie on the map, they are drawn so much fainter.
MANY, FAINT = 60, 0.55
# What lies below a name shows through it only faintly.
BOARD: Final[dict[str, Any]] = {
    "boxstyle": "round,pad=0.12",
    "facecolor": canvas.GROUND,
    "edgecolor": "none",
    "alpha": 0.75,
}
NAMES: Final = {"vessel": "未回港船舶", "site": "未停工工地", "shelter": "未开放避灾场所"}
MEASURES: Final = {"vessel": "艘", "site": "个", "shelter": "处"}


def map_picture(ground: Ground, county: County, moment: Moment, *, size: Size = MAP_SIZE) -> bytes:
    """The map as PNG, `size` in centimetres; raises NoChineseFont where it could not be lettered."""
    figure = canvas.new_figure(size)
    stand, scene = stand_of(ground, moment), map_scene(ground, county, moment)
    main = figure.add_axes((0.01, 0.085, 0.665, 0.835))
    canvas.quiet(main)
    main.set_xticks([])
    main.set_yticks([])
    labels = _draw_land(main, county, scene)
    _draw_work(main, scene)
    canvas.spread(labels)
    side = figure.add_axes((0.69, 0.44, 0.3, 0.48))
    told = draw_storm(side, ground, county, moment, stand.storm_id)
    keys = figure.add_axes((0.69, 0.085, 0.3, 0.335))
    _draw_keys(keys, scene, told)
    canvas.write_head_and_foot(
        figure,
        f"{county.profile.name_zh}防台形势图:未完成的工作",
        stand,
        f"乡镇界线:{county.profile.boundary_label_zh};未经地图审核,限内部使用",
    )
    return canvas.png_bytes(figure)


def _draw_land(axes: Axes, county: County, scene: MapScene) -> list[Text]:
    """Draw land and townships; their labels are given back."""
    labels = []
    bounds = county.profile.map_bounds
    frame(axes, bounds)
    axes.set_facecolor("#f2f6fa")
    fill(axes, cut(county.shapes.land, bounds), facecolor=canvas.LAND, edgecolor="none", zorder=1)
    for township in county.counted_townships:
        shape = county.shapes.townships.get(township.code)
        if shape is None:
            continue
        look = _ground_of(scene, township.code)
        fill(axes, shape, edgecolor=EDGE, linewidth=0.6, zorder=2, **look)
        said = f"{township.short_name_zh}\n{_told(scene, township.code)}"
        labels.append(
            canvas.label(axes, _label_at(township, shape), said, linespacing=1.25, weight="bold", bbox=BOARD)
        )
    return labels


def _label_at(township: Township, shape: BaseGeometry) -> tuple[float, float]:
    """At the township's seat, else somewhere within its shape."""
    if township.seat_lat is not None and township.seat_lon is not None:
        return township.seat_lon, township.seat_lat
    inside = shape.representative_point()
    return inside.x, inside.y


def _ground_of(scene: MapScene, code: str) -> dict[str, Any]:
    if not scene.people_total.get(code):
        return {"facecolor": canvas.PALE_SILENT, "hatch": HATCH}
    return {"facecolor": canvas.PALE_SOON if scene.people_left.get(code) else canvas.PALE_DONE}


def _told(scene: MapScene, code: str) -> str:
    if not scene.people_total.get(code):
        return "未列转移"
    left = scene.people_left.get(code, 0)
    return f"余 {left:,} 人" if left else "✓ 已转完"


def _draw_work(axes: Axes, scene: MapScene) -> None:
    if scene.open_shelters:
        lats, lons = zip(*scene.open_shelters, strict=True)
        axes.scatter(
            lons, lats, marker="o", s=6, facecolors="white", edgecolors=canvas.DONE, linewidths=0.7, zorder=4
        )
    for (lat, lon), people in scene.villages:
        axes.scatter(
            [lon],
            [lat],
            s=5 + 0.55 * people,
            facecolors=canvas.SOON,
            alpha=0.35,
            edgecolors=canvas.SOON,
            linewidths=0.5,
            zorder=5,
        )
    for kind, look in MARKS.items():
        if places := scene.left[kind].places:
            lats, lons = zip(*places, strict=True)
            axes.scatter(lons, lats, zorder=6, alpha=FAINT if len(places) > MANY else None, **look)


def _draw_keys(axes: Axes, scene: MapScene, told: str) -> None:
    """The meaning of each mark, with its number."""
    axes.set_axis_off()
    handles, words = zip(*_keys(scene), strict=True)
    axes.legend(
        list(handles),
        list(words),
        loc="lower left",
        bbox_to_anchor=(-0.02, -0.03),
        fontsize=canvas.SMALL,
        frameon=False,
        labelspacing=0.42,
        borderaxespad=0.0,
    )
    look: dict[str, Any] = {"fontsize": canvas.SMALL, "color": canvas.TEXT, "va": "top", "linespacing": 1.3}
    axes.text(0.0, 1.02, told, transform=axes.transAxes, **look)


def _keys(scene: MapScene) -> list[tuple[Line2D | Patch, str]]:
    people, opened = sum(scene.people_left.values()), len(scene.open_shelters)
    grounds: dict[str, dict[str, Any]] = {
        "乡镇:应转已全部转移": {"facecolor": canvas.PALE_DONE},
        "乡镇:还有人未转移": {"facecolor": canvas.PALE_SOON},
        "乡镇:没有列出转移对象": {"facecolor": canvas.PALE_SILENT, "hatch": HATCH},
    }
    return [
        (_dot("o", face=canvas.SOON, edge=canvas.SOON, size=6), f"未转移人员(按村)  {people:,} 人"),
        *((_mark(kind), _counted(kind, scene.left[kind])) for kind in MARKS),
        (_dot("o", face="white", edge=canvas.DONE, size=4), f"已开放避灾场所  {opened} 处"),
        *((Patch(edgecolor=EDGE, **look), word) for word, look in grounds.items()),
    ]


def _counted(kind: str, left: Left) -> str:
    hidden = [f"图外 {left.outside}"] * bool(left.outside) + [f"位置不明 {left.unknown}"] * bool(left.unknown)
    return f"{NAMES[kind]}  {left.total} {MEASURES[kind]}" + (f"({'、'.join(hidden)})" if hidden else "")


def _mark(kind: str) -> Line2D:
    look = MARKS[kind]
    return _dot(look["marker"], face=look["facecolors"], edge=look["edgecolors"], size=5)


def _dot(marker: str, *, face: str, edge: str, size: float) -> Line2D:
    return Line2D(
        [], [], linestyle="none", marker=marker, markerfacecolor=face, markeredgecolor=edge, markersize=size
    )
