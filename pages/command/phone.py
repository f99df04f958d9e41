"""The phone desk: what is told on the phone, recorded in one line."""

from stormdesk.ui import shell
from stormdesk.ui.phone import board

shell.show("phone", board.draw)
