"""Reading the table of rights, `data/access/rights.csv`."""

import csv
from pathlib import Path

from stormdesk.domain.access.records import Action, Grant, Role
from stormdesk.domain.access.rights import Rights, RightsRow
from stormdesk.errors import BadRights


def load_rights(path: Path) -> Rights:
    """Read the table; raises BadRights naming the line that breaks a rule."""
    rows: list[RightsRow] = []
    seen: set[tuple[str, str]] = set()
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            place = f"{path.name}:{number}"
            try:
                grants = {role: Grant(row[role]) for role in Role}
                made = RightsRow(Action(row["action"]), row["thing"], grants, row["note"] or "")
            except (KeyError, ValueError) as error:
                raise BadRights(place=place, reason=error) from error
            if (row["action"], row["thing"]) in seen:
                raise BadRights(place=place, reason=f"{row['action']} {row['thing']} ×2")
            seen.add((row["action"], row["thing"]))
            rows.append(made)
    return Rights(tuple(rows))
