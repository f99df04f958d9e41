"""What the server writes about itself: where a fault happened and of which kind, never whom it concerned."""

import logging
import os
import re
import traceback
from types import TracebackType
from typing import Final

from streamlit import config

from stormdesk.errors import StormdeskError

PRIVATE: Final = 0o077
_SERVER: Final = "uvicorn.error"
_OWN_FAULT: Final = re.compile(r"Traceback .*\nstormdesk\.errors\.\w+: (?P<sentence>.+)", re.DOTALL)
_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Tells a fault's places and kinds; its words are left out, for they may repeat a row of a list."""

    def formatException(self, ei: _Fault) -> str:  # noqa: N802  the library's own name
        """Return the frames of a fault and of those that led to it."""
        fault = ei[1]
        parts: list[str] = []
        while fault is not None:
            frames = "".join(traceback.format_tb(fault.__traceback__))
            parts.append(f"Traceback (most recent call last):\n{frames}{_kind_of(fault)}")
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\nled to:\n".join(reversed(parts))


def _kind_of(fault: BaseException) -> str:
    name = f"{type(fault).__module__}.{type(fault).__qualname__}"
    return f"{name}: {fault.sentence}" if isinstance(fault, StormdeskError) else name


def keep_quiet() -> None:
    """Make every handler of this process tell faults like this, and every new file its owner's alone."""
    os.umask(PRIVATE)
    # The framework would print a page's fault itself, its words included, past every handler.
    config.set_option("logger.enableRich", value=False)
    logging.getLogger(_SERVER).addFilter(cut_to_sentence)
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    for handler in {handler for logger in loggers for handler in logger.handlers}:
        _soften(handler)
    if not logging.getLogger().handlers:
        handler = logging.StreamHandler()
        _soften(handler)
        logging.getLogger().addHandler(handler)


def cut_to_sentence(record: logging.LogRecord) -> bool:
    """Leave of a start that an error of our own ended, which the server tells as a text, the sentence."""
    if found := _OWN_FAULT.fullmatch(record.getMessage()):
        record.msg, record.args = "stormdesk: %s", (found["sentence"].strip(),)
    return True


def _soften(handler: logging.Handler) -> None:
    present = handler.formatter
    style = present._fmt if present is not None else None  # noqa: SLF001  a formatter tells its form nowhere else
    handler.setFormatter(QuietFormatter(style or "%(asctime)s %(levelname)s %(name)s: %(message)s"))
