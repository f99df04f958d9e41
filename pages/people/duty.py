"""The responsible persons: who is on post, and where nobody is."""

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.subjects import board
from stormdesk.ui.subjects.duty import DUTY


def draw(page: Page) -> None:
    board.draw(page, DUTY)


shell.show("duty", draw)
