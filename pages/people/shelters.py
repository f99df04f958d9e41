from stormdesk.ui import shell
from stormdesk.ui.page import Page


def draw(page: Page) -> None:
    pass


shell.show("shelters", draw)
