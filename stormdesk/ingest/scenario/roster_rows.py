"""How the synthetic lists are made, from rosters/roster.yaml and names.yaml."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from stormdesk.domain.county_rows import Code, Row, Text, TownshipCode
from stormdesk.ingest.scenario.rows import Count, Instant, Share
from stormdesk.ingest.scenario.trouble_rows import VillageCode

Range = tuple[int, int]


class People(Row):
    """How many responsible persons of each role a township and a village have."""

    total: Count
    each_township: Mapping[Code, Count]
    each_village: Mapping[Code, Count]
    disaster_information_total: Count
    grid_roles: tuple[Code, ...]


class Sites(Row):
    """What the sites are like."""

    without_workers_share: Share
    crane_share: Share


class Shelters(Row):
    """What the shelters are like, and who goes there rather than to relatives or elsewhere."""

    certified_share: Share
    video_share: Share
    area_m2_each: Annotated[float, Field(gt=0)]
    county_in: tuple[TownshipCode, ...]
    county_capacity: Range
    township_capacity: Range
    village_capacity: Range
    share_to_shelter: Mapping[Code, Share]
    share_to_relatives: Mapping[Code, Share]
    fullest_share: Share


class CountyTeam(Row):
    """A team of the county."""

    name: Text
    members: Count


class Teams(Row):
    """How many members the teams have."""

    village_members: Range
    township_members: Range
    county: tuple[CountyTeam, ...]


class Terminals(Row):
    """How many terminals there are, besides one broadcast per village."""

    satellite_phone: Count
    camera: Count


class NamedSite(Row):
    """A site that a scenario speaks of."""

    key: Code
    township_code: TownshipCode
    name: Text
    cranes: Count


class NamedShelter(Row):
    """A shelter that a scenario speaks of; `fill_share` is how much of it is assigned."""

    key: Code
    township_code: TownshipCode
    name: Text
    tier: Code
    capacity: Count
    fill_share: Share | None = None


class NamedThings(Row):
    """The objects that a scenario speaks of by key."""

    sites: tuple[NamedSite, ...]
    shelters: tuple[NamedShelter, ...]


class Cluster(Row):
    """People of a category who live together in one village."""

    category: Code
    village_code: VillageCode
    persons: Count


class Changes(Row):
    """What differs at the second import."""

    phones: Count
    replaced_persons: Count
    replaceable_roles: tuple[Code, ...]
    replaced_evacuees: Count
    replaced_category: Code
    renamed_sites: tuple[Text, ...]
    added_categories: tuple[Code, ...]


class RosterSetting(Row):
    """Everything about the lists that is not a count per township."""

    seed: int
    source: Text
    first_import_at: Instant
    second_import_at: Instant
    people: People
    sites: Sites
    shelters: Shelters
    teams: Teams
    terminals: Terminals
    named: NamedThings
    clusters: tuple[Cluster, ...]
    changes: Changes


class Names(Row):
    """Parts from which names, phones and hull numbers are put together."""

    source: Text
    phone_prefix: Annotated[str, Field(pattern=r"^\d{3,6}$")]
    hull_prefix: Text
    mmsi_prefix: Annotated[str, Field(pattern=r"^\d{3}$")]
    surnames: tuple[Text, ...]
    given: tuple[Text, ...]
    needs: tuple[Text, ...]
    needs_share: Share
    site_kinds: tuple[Text, ...]
    builders: tuple[Text, ...]
    plants: Mapping[Code, tuple[Text, ...]]
