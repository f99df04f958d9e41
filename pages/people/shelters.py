"""Shelters: which are open, how many places are free, and which are in danger themselves."""

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.subjects import board
from stormdesk.ui.subjects.shelters import SHELTERS


def draw(page: Page) -> None:
    board.draw(page, SHELTERS)


shell.show("shelters", draw)
