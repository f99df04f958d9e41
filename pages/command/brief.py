"""The brief: what a leader must know and decide in two minutes."""

from stormdesk.ui import shell
from stormdesk.ui.brief import board
from stormdesk.ui.page import Page
from stormdesk.ui.snapshot.offer import draw_snapshot
from stormdesk.ui.tools import draw_tools


def below(page: Page) -> None:
    draw_tools(page)
    draw_snapshot(page)


shell.show(
    "brief", board.draw, still=board.draw_still, below=below, has_header=False, refresh_s=board.EVERY_S
)
