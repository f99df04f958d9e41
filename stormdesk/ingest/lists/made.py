"""What a list makes on the way: persons and shelters that it names and that no register knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
import pyarrow as pa

from stormdesk.domain.event import FOREVER
from stormdesk.ingest.lists.links import Links
from stormdesk.ingest.lists.registers import Register

SHOWN: Final = ("object_id", "name", "phone", "role_code", "township_code", "village_code", "register")


@dataclass(slots=True)
class Change:
    """What a commit writes to one register: new versions, and the ends of old ones."""

    register: str
    opened: pa.Table
    closed: pa.Table


def made_on_the_way(
    links: Links, registers: Mapping[str, Register], source: str, roster: str
) -> tuple[list[Change], pd.DataFrame]:
    """The new rows and the filled cells, and the new rows for a person to see."""
    changes: list[Change] = []
    shown = [pd.DataFrame()]
    for name, register in registers.items():
        made = {key: row for key, row in links.made.get(name, {}).items() if key not in register.position}
        filled = links.filled.get(name, {})
        if not made and not filled:
            continue
        new = [
            _version(row, register, key) | {"roster": roster, "source": source} for key, row in made.items()
        ]
        old = register.present.take(pa.array([register.position[key] for key in filled], pa.int64()))
        again = [
            row | filled[row[register.id_column]] | {"valid_from": register.at, "closed_by": None}
            for row in old.to_pylist()
        ]
        opened = pa.Table.from_pylist([*new, *again], schema=register.versions.schema)
        changes.append(Change(name, opened, old.select(["roster", register.id_column, "valid_from"])))
        if new:
            frame = pd.DataFrame(new).rename(columns={register.id_column: "object_id"})
            shown.append(frame.assign(register=name).reindex(columns=SHOWN))
    found = [frame for frame in shown if len(frame)]
    return changes, pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _version(row: Mapping[str, object], register: Register, row_id: str) -> dict[str, object]:
    ends = register.starts_later.get(row_id, FOREVER)
    return {**row, register.id_column: row_id, "valid_from": register.at, "valid_to": ends}
