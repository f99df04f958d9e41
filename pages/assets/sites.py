"""The building sites: work stopped, cranes safe, workers out."""

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.subjects import board
from stormdesk.ui.subjects.sites import SITES


def draw(page: Page) -> None:
    board.draw(page, SITES)


shell.show("sites", draw)
