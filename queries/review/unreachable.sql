-- Who of the responsible persons could not be reached between two instants?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): as far as it was known then; $area_code (9 or 12
-- digits) or null for the county.
-- One row per person and stretch out of reach; out_until is empty where it lasted beyond the span.
select
    told.subject_id as person_id,
    person.name,
    person.township_code,
    person.village_code,
    told.since as out_from,
    case when max(told.valid_to) < $until_at then max(told.valid_to) end as out_until
from believed($operation_id, 'responsible_person', 'duty', $until_at, $known_at) as told
inner join
    register_at($operation_id, $until_at) as person
    on person.subject = 'responsible_person'
    and told.subject_id = person.object_id
where
    told.status = 'unreachable'
    and told.valid_from < $until_at
    and $from_at < told.valid_to
    and in_scope(person.township_code, person.village_code, $area_code)
group by told.subject_id, person.name, person.township_code, person.village_code, told.since
order by told.since, told.subject_id
