"""What is not over when a response is to be ended: people away, levels, directives, actions, items."""

from dataclasses import dataclass

from stormdesk.domain.checklist import State
from stormdesk.domain.moment import Moment
from stormdesk.outlook.cases import storm_check
from stormdesk.outlook.checklist import checklist_at
from stormdesk.outlook.ground import Ground

UNDONE = frozenset({State.LATE, State.OPEN, State.DOING})


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseEnds:
    """How many of each are left; `away` are people moved out who have not returned."""

    away: int
    levels: int
    directives: int
    actions: int
    items: int

    @property
    def is_any(self) -> bool:
        """Whether anything is left."""
        return any((self.away, self.levels, self.directives, self.actions, self.items))


def loose_ends(ground: Ground, at: Moment) -> LooseEnds:
    """Count what an operation leaves unfinished at a moment."""
    asked = {"operation_id": at.operation_id, "as_of": at.as_of, "known_at": at.known_at}
    moved = ground.store.frame("evacuation/headline", **asked, area_code=None).iloc[0]
    directives = ground.store.frame("response/directives", **asked)
    return LooseEnds(
        away=int(moved["away_now"]),
        levels=len(ground.store.frame("response/in_force", **asked)),
        directives=int(directives["status"].ne("struck_off").sum()) if len(directives) else 0,
        actions=sum(one.is_live and one.state in UNDONE for one in checklist_at(ground, at)),
        items=len(storm_check(ground, at).items) if storm_check(ground, at).is_owed else 0,
    )
