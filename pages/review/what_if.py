"""What if: an operation once more with another start, storm, forecast or more buses."""

from stormdesk.ui import shell
from stormdesk.ui.what_if import board

shell.show("what_if", board.draw)
