"""The clock: everything that must be begun by an hour, the heaviest first, and how that hour came about."""

from stormdesk.ui import shell
from stormdesk.ui.clock import board

shell.show("clock", board.draw)
