-- Are the lists still the same on which somebody has work to do before a storm?
-- $operation_id.
-- One row; mark changes with every version of a row that comes, ends or goes.
with
    versions as (
        select roster, person_id as object_id, valid_from, valid_to, import_id
        from responsible_person
        union all
        select roster, evacuee_id, valid_from, valid_to, import_id
        from evacuee
        union all
        select roster, vessel_id, valid_from, valid_to, import_id
        from vessel
        union all
        select roster, site_id, valid_from, valid_to, import_id
        from construction_site
        union all
        select roster, shelter_id, valid_from, valid_to, import_id
        from shelter
        union all
        select roster, facility_id, valid_from, valid_to, import_id
        from facility
        union all
        select roster, unit_id, valid_from, valid_to, import_id
        from member_unit
    )

select concat_ws(':', count(*), bit_xor(hash(object_id, valid_from, valid_to, import_id))) as mark
from versions
where roster = roster_of($operation_id)
