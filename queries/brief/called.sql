-- What are these objects called?
-- $operation_id; $as_of (UTC); $object_ids a list of ids of vessels, sites or shelters.
-- One row per object on the lists at the moment.
with
    listed as (
        select vessel_id as object_id, name, roster, valid_from, valid_to
        from vessel
        union all
        select site_id, name, roster, valid_from, valid_to
        from construction_site
        union all
        select shelter_id, name, roster, valid_from, valid_to
        from shelter
    )

select object_id, name
from listed
where
    roster = roster_of($operation_id)
    and valid_from <= $as_of
    and $as_of < valid_to
    and list_contains($object_ids, object_id)
