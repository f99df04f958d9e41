"""The damage page: what every township told of its losses, and the form to tell them."""

from stormdesk.ui import shell
from stormdesk.ui.damage.board import draw_board
from stormdesk.ui.page import Page


def draw(page: Page) -> None:
    draw_board(page)


shell.show("losses", draw)
