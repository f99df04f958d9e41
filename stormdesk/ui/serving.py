"""`python -m stormdesk.ui.serving` is the framework's own command, but Ctrl-C ends it with a sentence."""

import signal
import sys
from types import FrameType
from typing import NoReturn

from streamlit.web import cli

from stormdesk.domain.vocabulary import N_
from stormdesk.settings import load_settings
from stormdesk.ui.text import catalogue

ENDED = N_("已停止,登记过的都已存好。再次启动用 ./start。")


def end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Say that the server ended as it was asked to; it has closed its files by now."""
    sys.stderr.write(f"\nstormdesk: {catalogue(load_settings().language).get(ENDED, ENDED)}\n")
    sys.stderr.flush()
    raise SystemExit(0)


if __name__ == "__main__":
    # The web server takes the signal while it runs, ends in order, and then hands it on to this.
    signal.signal(signal.SIGINT, end)
    cli.main(prog_name="streamlit")
