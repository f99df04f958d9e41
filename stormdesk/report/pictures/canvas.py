"""The paper that pictures are drawn on: its colours, its lettering, its foot, and how it becomes a file."""

import io
from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from stormdesk.report.pictures.fonts import chinese_family, writable
from stormdesk.report.stand import Stand

DOTS_PER_INCH: Final = 200
CM_PER_INCH: Final = 2.54
# The light tokens of the screens, darkened where thin lines on paper need it.
GROUND, PANEL, LINE = "#ffffff", "#f4f6f9", "#c9d1da"
TEXT, MUTED, LAND = "#14202e", "#5b6b7d", "#e6e9ed"
DONE, SOON, LATE, LINK = "#0b7a67", "#a85b00", "#c81e36", "#0b5cad"
PALE_DONE, PALE_SOON, PALE_SILENT = "#dcefeb", "#fbe6c8", "#eef1f4"
SMALL, USUAL, LARGE = 6.5, 7.5, 10.0
# Width and height in centimetres.
Size = tuple[float, float]


def new_figure(size: Size) -> Figure:
    """An empty sheet of so many centimetres; raises NoChineseFont where nothing could be lettered."""
    chinese_family()
    figure = Figure(
        figsize=(size[0] / CM_PER_INCH, size[1] / CM_PER_INCH), dpi=DOTS_PER_INCH, facecolor=GROUND
    )
    FigureCanvasAgg(figure)
    return figure


def write_head_and_foot(figure: Figure, title: str, stand: Stand, note: str = "") -> None:
    """Write the title, and at the foot the moment, the source and whether it is a drill."""
    high = figure.get_figheight()
    figure.text(0.01, 1 - 0.08 / high, title, fontsize=LARGE, weight="bold", color=TEXT, va="top")
    if stand.mark:
        box = {"boxstyle": "round,pad=0.3", "facecolor": "#fff3cd", "edgecolor": "#b98900", "linewidth": 0.8}
        figure.text(
            0.99, 1 - 0.1 / high, stand.mark, fontsize=USUAL, weight="bold", color="#3d2c00",
            ha="right", va="top", bbox=box,
        )  # fmt: skip
    figure.text(
        0.01, 0.2 / high if note else 0.06 / high, stand.line, fontsize=SMALL, color=MUTED, va="bottom"
    )
    if note:
        figure.text(0.01, 0.05 / high, note, fontsize=SMALL, color=MUTED, va="bottom")


def label(axes: Axes, at: tuple[float, float], text: str, **look: Any) -> Text:  # noqa: ANN401  matplotlib's own
    """Write on a drawing, readable over whatever lies below."""
    style: dict[str, Any] = {
        "fontsize": SMALL,
        "color": TEXT,
        "ha": "center",
        "va": "center",
        "zorder": 9,
    } | look
    written = axes.text(at[0], at[1], writable(text), **style)
    written.set_path_effects([withStroke(linewidth=1.6, foreground=GROUND)])
    return written


def spread(labels: Sequence[Text]) -> None:
    """Move labels down that would lie over one written higher up."""
    placed: list[Bbox] = []
    for written in sorted(labels, key=lambda one: -one.get_window_extent().y1):
        before = box = written.get_window_extent()
        for above in placed:
            if box.overlaps(above):
                box = box.translated(0, above.y0 - box.y1 - 1)
        placed.append(box)
        if box is before:
            continue
        placing = written.get_transform()
        x, y = placing.transform(written.get_position())
        to_x, to_y = placing.inverted().transform((x, y + box.y0 - before.y0))
        written.set_position((float(to_x), float(to_y)))


def quiet(axes: Axes) -> None:
    """Thin frame, small figures."""
    axes.set_facecolor(GROUND)
    axes.tick_params(labelsize=SMALL, colors=MUTED, width=0.5, length=2.5)
    for spine in axes.spines.values():
        spine.set(color=LINE, linewidth=0.6)


def png_bytes(figure: Figure) -> bytes:
    """The figure as a PNG, every letter in it one that the fonts have."""
    for written in figure.findobj(Text):
        if isinstance(written, Text):
            written.set_text(writable(written.get_text()))
    held = io.BytesIO()
    figure.savefig(
        held, format="png", dpi=DOTS_PER_INCH, facecolor=GROUND, metadata={"Software": "stormdesk"}
    )
    return held.getvalue()
