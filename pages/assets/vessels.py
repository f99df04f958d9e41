"""The vessels: boats in port and crews ashore."""

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.subjects import board
from stormdesk.ui.subjects.vessels import VESSELS


def draw(page: Page) -> None:
    board.draw(page, VESSELS)


shell.show("vessels", draw)
