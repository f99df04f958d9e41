"""The responsible persons: where duty has holes, then who is on post."""

from stormdesk.ui import shell
from stormdesk.ui.coverage.block import draw_coverage
from stormdesk.ui.page import Page
from stormdesk.ui.subjects import board
from stormdesk.ui.subjects.duty import DUTY


def draw(page: Page) -> None:
    if page.operation:
        draw_coverage(page)
    board.draw(page, DUTY)


shell.show("duty", draw)
