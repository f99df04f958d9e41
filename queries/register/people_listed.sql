-- How many people do the lists give for objects of which a count was told?
-- $operation_id; $as_of (UTC): the rows that were in force; $object_ids: their ids.
-- people is what a row moves, a shelter's places, a boat's crew, a site's workers; empty where the list says
-- nothing.
-- One row per object on a list.
with
    listed as (
        select 'evacuee' as subject, evacuee_id as object_id, roster, valid_from, valid_to, persons as people
        from evacuee
        union all
        select 'shelter', shelter_id, roster, valid_from, valid_to, capacity
        from shelter
        union all
        select 'vessel', vessel_id, roster, valid_from, valid_to, crew_count
        from vessel
        union all
        select 'site', site_id, roster, valid_from, valid_to, worker_count
        from construction_site
    )

select listed.subject, listed.object_id, listed.people
from listed
where
    listed.object_id in (select unnest($object_ids))
    and listed.roster = roster_of($operation_id)
    and listed.valid_from <= $as_of
    and $as_of < listed.valid_to
