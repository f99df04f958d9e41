"""Three-valued truth: what is not known is neither true nor false, and stays so until it matters."""

import math
import operator
from collections.abc import Callable, Iterable
from typing import Final

from stormdesk.domain.rules.records import Operator

Truth = bool | None

_HOLDS: Final[dict[Operator, Callable[[float, float], bool]]] = {
    Operator.AT_LEAST: operator.ge,
    Operator.ABOVE: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.BELOW: operator.lt,
}


def all_of(truths: Iterable[Truth]) -> Truth:
    """True when all are true, false when one is false, else unknown."""
    known = list(truths)
    return False if False in known else None if None in known else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """True when one is true, false when all are false, else unknown."""
    known = list(truths)
    return True if True in known else None if None in known else False


def most_of(truths: Iterable[Truth]) -> Truth:
    """True when more than half are true, false when the unknown ones cannot make it so, else unknown."""
    known = list(truths)
    is_true = known.count(True)
    if 2 * is_true > len(known):
        return True
    return None if 2 * (is_true + known.count(None)) > len(known) else False


def compare(low: float, high: float, how: Operator, threshold: float) -> Truth:
    """Hold a value that lies between two bounds against a threshold; unknown where the bounds disagree."""
    if math.isnan(low) or math.isnan(high):
        return None
    if how is Operator.EQUAL:
        return low == threshold if low == high else None if low <= threshold <= high else False
    holds = _HOLDS[how]
    at_ends = {holds(low, threshold), holds(high, threshold)}
    return at_ends.pop() if len(at_ends) == 1 else None
