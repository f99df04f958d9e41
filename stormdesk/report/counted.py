"""Where the people counted in a shelter are others than those who were signed in there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from stormdesk.domain.objections import Fault, Objection
from stormdesk.domain.tally_gaps import DIFFERS_PEOPLE, DIFFERS_SHARE
from stormdesk.domain.vocabulary import N_

HEADCOUNT: Final = "headcount"
APART: Final = N_("{shelter}清点 {counted} 人,清点时登记在册 {signed} 人,差 {persons} 人")
# How many persons were explained, by township, category or shelter, and kind of difference.
Explained = Mapping[tuple[str, str, str], int]


def miscounted(rows: Iterable[Mapping[str, Any]], explained: Explained) -> Iterator[Objection]:
    """Open shelters whose last headcount lies further from the sign-ins of its minute than is written off.

    `rows` are those of `shelters/headcount`, the largest difference first.
    """
    for row in rows:
        if row["progress"] != "done" or row["headcount"] is None:
            continue
        counted, signed = int(row["headcount"]), int(row["signed_in_then"])
        apart, place = abs(counted - signed), row["township_code"] or ""
        key = (place, str(row["object_id"]), HEADCOUNT)
        least = max(DIFFERS_PEOPLE, DIFFERS_SHARE * max(counted, signed))
        if apart >= least and apart > explained.get(key, 0):
            name = row["name"] or row["object_id"]
            yield Objection(
                fault=Fault.HEADCOUNT,
                sentence=APART,
                values={"shelter": name, "counted": counted, "signed": signed, "persons": apart},
                township_code=row["township_code"],
                village_code=row["village_code"],
                persons=apart,
                page="shelters",
                address={"area": place} if place else {},
                explained_as=":".join(key),
            )
