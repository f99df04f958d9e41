"""Pictures for papers: lettered in Chinese or refused, and saying whose figures they show."""

import io
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import numpy as np
import pytest
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.image import imread
from matplotlib.text import Text

from stormdesk.domain.moment import Moment
from stormdesk.errors import NoChineseFont
from stormdesk.ingest.desk import Desk
from stormdesk.report.pictures import canvas, curves_picture, map_picture
from stormdesk.report.pictures.fonts import chinese_family, family_among, writable
from stormdesk.report.pictures.map import BOARD, MARKS
from stormdesk.report.pictures.scene import map_scene
from stormdesk.report.pictures.shapes import frame
from stormdesk.report.stand import stand_of

EVENING = datetime(2022, 9, 13, 8, tzinfo=UTC)


def moment(at: datetime = EVENING) -> Moment:
    return Moment("drill-muifa-1", at, at)


def has_font() -> bool:
    try:
        return bool(chinese_family())
    except NoChineseFont:
        return False


lettered = pytest.mark.skipif(not has_font(), reason="no Chinese font on this machine")


def test_without_a_chinese_font_there_is_no_picture_but_a_sentence() -> None:
    latin = [entry for entry in fontManager.ttflist if entry.name == "DejaVu Sans"]
    with pytest.raises(NoChineseFont, match="中文字体"):
        family_among(latin)
    gone = FontEntry(fname="gone/NotoSansCJK-Regular.ttc", name="Noto Sans CJK SC")
    with pytest.raises(NoChineseFont):
        family_among([*latin, gone])


@lettered
def test_a_townships_name_is_readable_over_marks_that_lie_close(drill: Desk) -> None:
    bounds = drill.county.profile.map_bounds
    figure = canvas.new_figure((6, 6))
    axes = figure.add_axes((0, 0, 1, 1))
    frame(axes, bounds)
    lons, lats = (
        np.random.default_rng(1)
        .uniform((bounds.west, bounds.south), (bounds.east, bounds.north), (4000, 2))
        .T
    )
    axes.scatter(lons, lats, zorder=6, **MARKS["site"])
    middle = ((bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2)
    name = canvas.label(axes, middle, "玉城\n余 2,771 人", bbox=BOARD)
    shown = imread(io.BytesIO(canvas.png_bytes(figure)))[::-1, :, :3].mean(axis=2)
    board = name.get_bbox_patch().get_window_extent()
    inside = shown[int(board.y0) : int(board.y1), int(board.x0) : int(board.x1)]
    around = shown[int(board.y1) : int(board.y1 + board.height), int(board.x0) : int(board.x1)]
    assert np.quantile(around, 0.4) < 0.6
    assert np.quantile(inside, 0.4) > 0.8
    assert (inside < 0.3).mean() > 0.05


@lettered
def test_every_letter_is_drawn_and_two_at_once_do_not_mix(drill: Desk) -> None:
    with warnings.catch_warnings(), ThreadPoolExecutor(2) as both:
        warnings.simplefilter("error")
        made = list(both.map(lambda draw: draw(drill, drill.county, moment()), (map_picture, curves_picture)))
    alone = map_picture(drill, drill.county, moment())
    assert made[0] == alone
    for png in made:
        shown = imread(io.BytesIO(png))
        ink = np.ptp(shown[..., :3], axis=2) > 0.2
        assert shown.shape[0] > 700
        assert 0.005 < ink.mean() < 0.7


@lettered
def test_a_letter_that_no_font_has_is_marked_and_a_dollar_is_a_dollar(drill: Desk) -> None:
    assert writable("玉环$\U0001fa00$") == "玉环$〓$"
    figure = canvas.new_figure((6, 3))
    figure.text(0.1, 0.5, "$\\frac{a}$玉\U0001fa00")
    canvas.write_head_and_foot(figure, "题", stand_of(drill, moment()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert canvas.png_bytes(figure).startswith(b"\x89PNG")


@lettered
def test_labels_that_would_lie_over_one_another_move_apart() -> None:
    axes = canvas.new_figure((6, 6)).add_axes((0, 0, 1, 1))
    labels = [canvas.label(axes, (0.5, y), "楚门\n余 1,633 人") for y in (0.46, 0.5, 0.53, 0.1)]
    before = [one.get_position() for one in labels]
    canvas.spread(labels)
    boxes = [one.get_window_extent() for one in labels]
    assert not any(a.overlaps(b) for at, a in enumerate(boxes) for b in boxes[at + 1 :])
    assert [one.get_position() == was for one, was in zip(labels, before, strict=True)][2:] == [True, True]


@lettered
def test_the_foot_tells_moment_source_and_drill(drill: Desk) -> None:
    figure = canvas.new_figure((12, 3))
    canvas.write_head_and_foot(
        figure, "题", stand_of(drill, Moment("drill-muifa-1", EVENING, EVENING.replace(day=15)))
    )
    said = " ".join(written.get_text() for written in figure.findobj(Text) if isinstance(written, Text))
    for part in ("截至 2022-09-13 16:00(按 2022-09-15 16:00 所知)", "来源:事件账本", "演练·合成演练数据"):
        assert part in said


def test_the_map_shows_every_person_and_object_that_is_left(drill: Desk) -> None:
    asked = {"operation_id": "drill-muifa-1", "as_of": EVENING, "known_at": EVENING, "area_code": None}
    scene = map_scene(drill, drill.county, moment())
    left = int(drill.store.frame("evacuation/headline", **asked)["left_count"].iloc[0])
    assert sum(scene.people_left.values()) == sum(people for _at, people in scene.villages) == left > 0
    boats = scene.left["vessel"]
    assert boats.total == int(drill.store.frame("vessels/headline", **asked)["left_count"].iloc[0])
    assert boats.total == len(boats.places) + boats.outside + boats.unknown
