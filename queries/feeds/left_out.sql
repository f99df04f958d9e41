-- What do ledger and lists say of these objects that a report about them may leave out?
-- $operation_id; `incoming` stands for the Arrow table of subject, facet and subject_id.
-- Where an object belongs: as last reported of the same facet, else by the last version of its row. category
-- and quantity (persons) are those of evacuees alone, as last reported, else as listed.
-- One row per object and facet; empty where neither knows it.
with
    listed as (
        select
            register.subject,
            register.object_id,
            arg_max_null(register.township_code, register.valid_from) as township_code,
            arg_max_null(register.village_code, register.valid_from) as village_code
        from register_rows($operation_id) as register
        where (register.subject, register.object_id) in (select (subject, subject_id) from incoming)
        group by register.subject, register.object_id
    ),

    household as (
        select
            evacuee.evacuee_id,
            arg_max_null(evacuee.category, evacuee.valid_from) as category,
            arg_max_null(evacuee.persons, evacuee.valid_from) as persons
        from evacuee
        where
            evacuee.roster = roster_of($operation_id)
            and evacuee.evacuee_id in (select subject_id from incoming where subject = 'evacuee')
        group by evacuee.evacuee_id
    )

select
    incoming.subject,
    incoming.facet,
    incoming.subject_id,
    coalesce(told.township_code, listed.township_code) as township_code,
    if(told.township_code is null, listed.village_code, told.village_code) as village_code,
    case when incoming.facet = 'move' then coalesce(told.category, household.category) end as category,
    case when incoming.facet = 'move' then coalesce(told.quantity, household.persons) end as quantity
from incoming
left join
    cur as told
    on told.operation_id = $operation_id
    and incoming.subject = told.subject
    and incoming.facet = told.facet
    and incoming.subject_id = told.subject_id
left join listed on incoming.subject = listed.subject and incoming.subject_id = listed.object_id
left join household on incoming.subject = 'evacuee' and incoming.subject_id = household.evacuee_id
