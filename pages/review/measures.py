"""Measures of a storm: what it was like, how it compares, and the reviewer's questions."""

from stormdesk.ui import shell
from stormdesk.ui.measures import board

shell.show("measures", board.draw)
