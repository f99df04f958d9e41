"""The legend: shapes and colours of a point layer with their words."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader

from stormdesk.ui.maps.palette import Theme, colour_of
from stormdesk.ui.maps.points import GLYPHS, PointStyle
from stormdesk.ui.text import _

_templates = Environment(loader=PackageLoader("stormdesk.ui", "templates"), autoescape=True)


def legend_html(styles: Sequence[PointStyle], *, theme: Theme = "dark", has_silent: bool = False) -> str:
    """Return the legend as safe HTML; `has_silent` adds the hatching of silent areas."""
    return _templates.get_template("legend.html").render(
        title=_("图例"),
        entries=[{"mark": _mark(style, theme), "label": style.label} for style in styles],
        silent=_("静默未报") if has_silent else "",
        hatch=colour_of("hatch", theme),
        hatch_2=colour_of("hatch-2", theme),
    )


def _mark(style: PointStyle, theme: Theme) -> str:
    colour = colour_of(style.colour, theme)
    drawing = _templates.get_template("legend_mark.svg").render(
        outline=GLYPHS[style.shape],
        fill=colour_of("panel", theme) if style.glyph else colour,
        colour=colour,
        glyph=style.glyph,
    )
    return b64encode(drawing.encode()).decode()
