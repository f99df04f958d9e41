"""The data page: what came in and what was wrong with it, who brings it, what to check, and copies of all."""

from stormdesk.ui import shell
from stormdesk.ui.data import board

shell.show("data", board.draw, below=board.draw_below)
