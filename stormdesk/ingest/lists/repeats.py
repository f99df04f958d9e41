"""Rows of one file that are the same object: the first is kept, the others are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stormdesk.ingest.lists.description import ListDescription
from stormdesk.ingest.lists.model import ListProblem
from stormdesk.ingest.lists.typed import Typed
from stormdesk.ingest.lists.words import ListReason


@dataclass(slots=True)
class Repeats:
    """Which rows stay, which come back, and why."""

    kept: list[int]
    refused: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    problems: list[ListProblem] = field(default_factory=list)


def find_repeats(described: ListDescription, typed: Typed, ids: Sequence[str]) -> Repeats:
    """Keep the first row of each object; identical ones are skipped, contradicting ones come back."""
    first: dict[str, int] = {}
    repeats = Repeats([])
    for at, row_id in enumerate(ids):
        earlier = first.setdefault(row_id, at)
        if earlier == at:
            repeats.kept.append(at)
            continue
        differing = _differing(described, typed, earlier, at)
        reason = ListReason.ROW_CONTRADICTS if differing else ListReason.ROW_REPEATED
        value = f"{typed.place(earlier)} {differing}".strip()
        problem = replace(typed.problem(at, "", value, reason), is_refused=bool(differing))
        repeats.problems.append(problem)
        (repeats.refused if differing else repeats.skipped).append(at)
    return repeats


def _differing(described: ListDescription, typed: Typed, one: int, other: int) -> str:
    """What differs between two rows, as a person reads it."""
    titles = {field.column or field.key: field.title_zh for field in described.fields}
    said = []
    for name, values in typed.columns.items():
        if values[one] != values[other] and name in titles:
            was, now = ("—" if value is None else value for value in (values[one], values[other]))
            said.append(f"{titles[name]}:{was}/{now}")
    return ";".join(said)
