"""Evacuation: who should move, has moved, is left, and what three accounts say of it."""

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.snapshot.offer import draw_snapshot
from stormdesk.ui.subjects import board
from stormdesk.ui.subjects.evacuation import EVACUATION


def draw(page: Page) -> None:
    board.draw(page, EVACUATION)


shell.show("evacuation", draw, below=draw_snapshot)
