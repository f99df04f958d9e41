"""The access page: one's own account; people, sessions and screens; the table of rights."""

from stormdesk.ui import shell
from stormdesk.ui.access import board

shell.show("access", board.draw, below=board.draw_below)
