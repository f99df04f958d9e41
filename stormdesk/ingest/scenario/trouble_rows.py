"""The troubles of a storm, from troubles.yaml."""

from typing import Annotated

from pydantic import Field

from stormdesk.domain.county_rows import Code, Row, Text, TownshipCode
from stormdesk.ingest.scenario.rows import Count, Instant, Share, Told

AnyAreaCode = Annotated[str, Field(pattern=r"^(\d{9}|\d{12})$")]
VillageCode = Annotated[str, Field(pattern=r"^\d{12}$")]


class Window(Row):
    """From when until when something is so."""

    from_at: Instant
    until_at: Instant


class Silence(Window):
    """Areas that give no word."""

    areas: tuple[AnyAreaCode, ...]
    reason: Text


class Unreachable(Row):
    """Responsible persons who cannot be reached at first, and for how many hours."""

    persons: Count
    hours: tuple[float, float]


class OffPost(Window):
    """Responsible persons of a township who are lost from sight for a while."""

    township_code: TownshipCode
    persons: Count


class LateVessel(Row):
    """A fishing boat that comes in late, and perhaps is out of contact on the way."""

    harbour_id: Code
    in_port_at: Instant
    lost_at: Instant | None = None
    lost_min: Count = 0


class LateSite(Row):
    """A named site that does not stop in time."""

    key: Code
    stopped_at: Instant
    crane_safe_at: Instant


class LateShelters(Window):
    """Shelters of a township that open late."""

    township_code: TownshipCode
    count: Count


class ShelterAtRisk(Window):
    """A named shelter that is in danger itself."""

    key: Code
    text_zh: Text
    text_en: Text


class Adjustment(Row):
    """A shelter that fills up and the one to which later arrivals are sent."""

    key: Code
    to_key: Code
    at_share: Share


class Refusal(Row):
    """People who refuse to move and are persuaded later."""

    category: Code
    village_code: VillageCode
    persons: Count
    refused_at: Instant
    persuaded_at: Instant


class EarlyReturns(Window):
    """People who go home without leave; `settled` of them stay there until all are cleared."""

    persons: Count
    settled: Count
    categories: tuple[Code, ...]


class NotSeen(Row):
    """People ticked as moved whom a check does not find where they should be."""

    persons: Count
    at: Instant
    explained_by_at: Instant


class TallyAhead(Window):
    """A category whose township figures run ahead of the roster."""

    category: Code


class TallyShort(Window):
    """A township whose figures fall short of the roster."""

    township_code: TownshipCode
    share: Share


class Impossible(Row):
    """Reports of a feed that cannot follow what was so."""

    subject: Code
    facet: Code
    prior: Code
    status: Code
    at: Instant
    count: Count


class Troubles(Told):
    """Everything that goes wrong in a storm."""

    late_share: Share
    late_up_to_min: Count
    repeated: Count
    silences: tuple[Silence, ...]
    unreachable: Unreachable
    off_post: tuple[OffPost, ...]
    late_vessels: tuple[LateVessel, ...]
    late_sites: tuple[LateSite, ...]
    late_shelters: tuple[LateShelters, ...]
    shelters_at_risk: tuple[ShelterAtRisk, ...]
    adjustments: tuple[Adjustment, ...]
    refusals: tuple[Refusal, ...]
    early_returns: EarlyReturns
    not_seen: NotSeen
    tally_ahead: tuple[TallyAhead, ...]
    tally_short: tuple[TallyShort, ...]
    impossible: tuple[Impossible, ...]
