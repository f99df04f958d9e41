"""Whether a count of people can be meant; many times what the lists give is a slip of the hand."""

from typing import Final

# Ours, no plan says so: a household takes in guests, a shelter is overfull, but not like this.
MOST_TIMES: Final = 10
ALWAYS_POSSIBLE: Final = 50


def is_possible(told: int, listed: int | None) -> bool:
    """Whether so many people can be meant where the lists give so many; anything where they give none."""
    return listed is None or told <= max(MOST_TIMES * listed, ALWAYS_POSSIBLE)
