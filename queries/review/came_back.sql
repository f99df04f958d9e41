-- Who was back without leave between two instants?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): as far as it was known then; $area_code (9 or 12
-- digits) or null for the county.
-- One row per evacuee and stretch; back_until is empty where they were still back at the end of the span.
select
    back.subject_id as evacuee_id,
    register.name,
    back.township_code,
    back.village_code,
    back.category,
    max(coalesce(back.quantity, 1)) as persons,
    back.since as back_from,
    case when max(back.valid_to) < $until_at then max(back.valid_to) end as back_until
from believed($operation_id, 'evacuee', 'move', $until_at, $known_at) as back
left join evacuee_register($operation_id, $until_at) as register on back.subject_id = register.evacuee_id
where
    back.status = 'unauthorised_return'
    and back.valid_from < $until_at
    and $from_at < back.valid_to
    and in_scope(back.township_code, back.village_code, $area_code)
    and back.subject_id not in (
        select elsewhere.subject_id
        from evacuees_counted_elsewhere($operation_id, $until_at, $known_at) as elsewhere
    )
group by back.subject_id, register.name, back.township_code, back.village_code, back.category, back.since
order by back.since, back.subject_id
