"""A press that counts: a refresh of the page may swallow one while it draws anew."""

from contextlib import suppress

from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as TooLate


def press(button: Locator, told: Locator) -> None:
    """Press until something is there."""
    for _attempt in range(4):
        with suppress(TooLate):
            button.first.click(timeout=8_000)
        with suppress(TooLate):
            told.first.wait_for(timeout=8_000)
            return
    told.first.wait_for(timeout=30_000)
