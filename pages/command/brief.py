"""The brief: what a leader must know and decide in two minutes."""

from stormdesk.ui import shell
from stormdesk.ui.brief import board
from stormdesk.ui.tools import draw_tools

shell.show(
    "brief", board.draw, still=board.draw_still, below=draw_tools, has_header=False, refresh_s=board.EVERY_S
)
