"""What can be delivered, and what became of a delivery."""

from enum import StrEnum

from stormdesk.domain.vocabulary import N_


class FeedKind(StrEnum):
    """What a delivery speaks of; a source may bring some of these."""

    EVENTS = "events"
    POSITIONS = "positions"
    READINGS = "readings"
    WARNINGS = "warnings"
    STORM = "storm"
    SHAPES = "shapes"
    LIST = "list"


class Outcome(StrEnum):
    """What became of a whole delivery."""

    TAKEN = "taken"
    PARTLY = "partly"
    REPEATED = "repeated"
    QUARANTINED = "quarantined"


class ItemResult(StrEnum):
    """What became of one item of a delivery."""

    RECORDED = "recorded"
    REPEATED = "repeated"
    FLAGGED = "flagged"
    REFUSED = "refused"


KIND_NAMES = {
    FeedKind.EVENTS: N_("事件"),
    FeedKind.POSITIONS: N_("船位"),
    FeedKind.READINGS: N_("监测值"),
    FeedKind.WARNINGS: N_("预警"),
    FeedKind.STORM: N_("台风"),
    FeedKind.SHAPES: N_("边界与危险区"),
    FeedKind.LIST: N_("名单"),
}
OUTCOME_NAMES = {
    Outcome.TAKEN: N_("已收"),
    Outcome.PARTLY: N_("部分收下"),
    Outcome.REPEATED: N_("重复,未再收"),
    Outcome.QUARANTINED: N_("隔离"),
}
