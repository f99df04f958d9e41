"""Past storms: what they left to be done, how they went, and which is nearest to the present one."""

from stormdesk.ui import shell
from stormdesk.ui.cases import board

shell.show("cases", board.draw)
