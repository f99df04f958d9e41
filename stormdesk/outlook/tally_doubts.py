"""Which totals that the townships report are not plausible at a moment."""

from dataclasses import asdict

from stormdesk.domain.moment import Moment
from stormdesk.domain.tally_doubts import Doubtful, Limit, Said, Tally, doubtful
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.rows import plain_rows


def tally_doubts(ground: Ground, moment: Moment, *, area_code: str | None = None) -> tuple[Doubtful, ...]:
    """Judge the townships' running totals by the limits, whoever sent them; the most persons first."""
    limits = {Limit(row.code): row.value for row in ground.county.reference.tally_limits}
    found = ground.store.frame("evacuation/tallies_said", **asdict(moment), area_code=area_code)
    tallies: dict[tuple[str, str], Tally] = {}
    for row in plain_rows(found):
        key = (str(row["township_code"]), str(row["category"]))
        said = Said(row["said_at"], int(row["persons"]))
        before = tallies[key].reports if key in tallies else ()
        listed = None if row["listed"] is None else int(row["listed"])
        tallies[key] = Tally(township_code=key[0], category=key[1], listed=listed, reports=(*before, said))
    return doubtful(tallies.values(), limits)
