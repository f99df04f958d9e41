"""The storm page: any storm in the file, as it was and as it was forecast."""

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.storm.board import choose_board
from stormdesk.ui.storm.figures import draw_figures
from stormdesk.ui.storm.importing import draw_import
from stormdesk.ui.storm.picture import draw_picture
from stormdesk.ui.storm.scene import choose_scene
from stormdesk.ui.storm.tables import draw_tables


def draw(page: Page) -> None:
    scene = choose_scene(page)
    draw_import(page, is_open=scene is None)
    if scene is None:
        return
    board = choose_board(page, scene)
    draw_figures(page, board)
    draw_picture(page, board)
    draw_tables(page, board)


shell.show("storm", draw)
