-- What are these objects called?
-- $operation_id; $as_of (UTC); $object_ids a list of ids of vessels, sites or shelters.
-- One row per object on the lists at the moment.
select vessel_id as object_id, name
from vessel
where
    roster = roster_of($operation_id)
    and valid_from <= $as_of
    and $as_of < valid_to
    and list_contains($object_ids, vessel_id)
union all
select site_id, name
from construction_site
where
    roster = roster_of($operation_id)
    and valid_from <= $as_of
    and $as_of < valid_to
    and list_contains($object_ids, site_id)
union all
select shelter_id, name
from shelter
where
    roster = roster_of($operation_id)
    and valid_from <= $as_of
    and $as_of < valid_to
    and list_contains($object_ids, shelter_id)
