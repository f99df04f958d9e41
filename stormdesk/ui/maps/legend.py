"""The legend: shapes and colours of a point layer with their words."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader

from stormdesk.ui.maps.palette import Theme, colour_of
from stormdesk.ui.maps.points import GLYPHS, PointStyle
from stormdesk.ui.text import _

_templates = Environment(loader=PackageLoader("stormdesk.ui", "templates"), autoescape=True)


def legend_html(styles: Sequence[PointStyle], *, theme: Theme = "dark", has_silent: bool = False) -> str:
    """Return the legend as safe HTML; `has_silent` adds the hatching of silent areas."""
    entries = [
        {
            "outline": GLYPHS[style.shape],
            "colour": colour_of(style.colour, theme),
            "glyph": style.glyph,
            "label": style.label,
        }
        for style in styles
    ]
    tokens = ("text", "panel", "hatch", "hatch-2")
    colours = {token.replace("-", "_"): colour_of(token, theme) for token in tokens}
    silent = _("静默未报") if has_silent else ""
    return _templates.get_template("legend.html").render(
        title=_("图例"), entries=entries, colours=colours, silent=silent
    )
