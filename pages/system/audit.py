"""The audit page: what was refused, whether the record is whole, and every deed in words."""

from stormdesk.ui import shell
from stormdesk.ui.audit import board

shell.show("audit", board.draw, below=board.draw_below)
