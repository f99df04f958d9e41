"""Reports: papers as they would read now, what keeps them from going out, and what was issued."""

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.reports import board
from stormdesk.ui.snapshot.offer import draw_snapshot


def draw(page: Page) -> None:
    board.draw(page)
    draw_snapshot(page)


shell.show("reports", draw, refresh_s=30)
