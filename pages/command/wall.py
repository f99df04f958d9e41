"""The wall: how bad, how long, what is left, what goes wrong."""

from stormdesk.ui import shell
from stormdesk.ui.wall import board

shell.show("wall", board.draw, still=board.draw_still, has_header=False, refresh_s=board.EVERY_S)
