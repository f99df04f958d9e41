"""From when on two accounts of the same people differ so much that somebody owes an explanation."""

from typing import Final

# Accounts that differ by less are still being written.
DIFFERS_PEOPLE: Final = 20
DIFFERS_SHARE: Final = 0.05
