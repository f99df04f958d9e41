"""What was done in an operation, and when, as far as it was known in the end."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Instants, Numbers
from stormdesk.domain.moment import Moment
from stormdesk.domain.what_if import NEVER, Whole, Work
from stormdesk.domain.work.states import instant64
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.what_if_told import KEY, instants

ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """When the work of N objects began and was done, and until when it stayed done."""

    work: Work
    done_until: Instants


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Evacuees one by one: the row of their group among the objects, how many persons, and their own work."""

    row: Whole
    persons: Numbers
    work: Work


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The ledger of an operation at its end."""

    moment: Moment
    decided_at: np.datetime64
    facts: pd.DataFrame
    moves: pd.DataFrame

    def of(self, objects: pd.DataFrame) -> Facts:
        """The work of these objects, in their order."""
        found = objects[KEY].merge(self.facts, on=KEY, how="left")
        return Facts(
            work=Work(begun_at=instants(found["begun_at"]), done_at=instants(found["done_at"])),
            done_until=instants(found["done_until"]),
        )

    def people_of(self, objects: pd.DataFrame) -> People:
        """The evacuees of these groups."""
        groups = objects["subject"].eq("evacuee").to_numpy()
        place = pd.Series(np.flatnonzero(groups), index=objects.loc[groups, "subject_id"].to_numpy())
        row = place.reindex(self.moves["group_id"]).to_numpy(dtype=np.float64, na_value=np.nan)
        some = self.moves[np.isfinite(row)]
        return People(
            row=row[np.isfinite(row)].astype(np.intp),
            persons=some["persons"].to_numpy(dtype=np.float64, na_value=np.nan),
            work=Work(begun_at=instants(some["begun_at"]), done_at=instants(some["done_at"])),
        )


def history_of(ground: Ground, moment: Moment) -> History:
    """Read what the ledger knows at the end of an operation."""
    asked = {
        "operation_id": moment.operation_id,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
    }
    moves = ground.store.frame("what_if/moves", **asked)
    facts = pd.concat([ground.store.frame("what_if/facts", **asked), _groups(moves)], ignore_index=True)
    levels = ground.store.frame("response/levels", **asked)
    return History(moment=moment, decided_at=_decided_at(levels), facts=facts, moves=moves)


def _groups(moves: pd.DataFrame) -> pd.DataFrame:
    """A village group begins with the first of its people and is done with the last of them."""
    grouped = moves.groupby("group_id", sort=True)
    is_whole = grouped["done_at"].count() == grouped.size()
    return pd.DataFrame(
        {
            "subject": "evacuee",
            "facet": "move",
            "subject_id": is_whole.index,
            "begun_at": grouped["begun_at"].min().to_numpy(),
            "done_at": grouped["done_at"].max().where(is_whole).to_numpy(),
            "done_until": pd.Series(pd.NaT, index=is_whole.index, dtype="datetime64[us, UTC]").to_numpy(),
        }
    )


def _decided_at(levels: pd.DataFrame) -> np.datetime64:
    """When the first level of any hazard was decided; never where none was."""
    standing = levels[levels["status"].ne(ENDED)]
    if standing.empty:
        return NEVER
    return instant64(standing["level_from"].min().to_pydatetime())
