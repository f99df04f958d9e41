-- Who came back before leave was given, from when to when?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- back_until is empty while they are still back; is_first is false for who came back a second time.
-- One row per evacuee and stretch back without leave, the longest first.
with
    stretches as (
        select
            back.subject_id,
            back.since as back_from,
            max(back.valid_to) as back_until,
            any_value(back.township_code) as township_code,
            any_value(back.village_code) as village_code,
            any_value(back.category) as category,
            max(coalesce(back.quantity, 1)) as persons
        from believed($operation_id, 'evacuee', 'move', $as_of, $known_at) as back
        where
            back.status = 'unauthorised_return'
            and back.subject_id not in (
                select elsewhere.subject_id
                from evacuees_counted_elsewhere($operation_id, $as_of, $known_at) as elsewhere
            )
        group by back.subject_id, back.since
    )

select
    stretches.subject_id,
    register.name,
    stretches.township_code,
    stretches.village_code,
    stretches.category,
    stretches.persons,
    stretches.back_from,
    nullif(stretches.back_until, $as_of) as back_until,
    epoch(stretches.back_until - stretches.back_from) / 3600 as hours,
    row_number() over (partition by stretches.subject_id order by stretches.back_from) = 1 as is_first
from stretches
left join evacuee_register($operation_id, $as_of) as register on stretches.subject_id = register.evacuee_id
where in_scope(stretches.township_code, stretches.village_code, $area_code)
order by hours desc, stretches.subject_id, stretches.back_from
