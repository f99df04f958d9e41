"""The water page: what stands above its mark or rises to it, rain by township, the tide ahead."""

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.water.alerts import draw_alerts
from stormdesk.ui.water.board import read_board
from stormdesk.ui.water.figures import draw_figures
from stormdesk.ui.water.picture import draw_picture
from stormdesk.ui.water.tables import draw_tables


def draw(page: Page) -> None:
    draw_template("water_style")
    board = read_board(page)
    draw_figures(page, board)
    draw_alerts(page, board)
    draw_picture(page, board)
    draw_tables(page, board)


shell.show("water", draw)
