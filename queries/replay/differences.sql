-- How far did the townships' own figures of people moved lie from the roster, whenever one was told?
-- $operation_id; $known_at (UTC): the last instant of knowledge; $area_code (9 or 12 digits) or null.
-- Persons: a_reported is the township's tally, b_ticked those moved by roster at the instant at which it
-- stood.
-- One row per tally, the largest difference first; told_until is when the next one of its kind replaced it.
with
    tally as (
        select
            coalesce(told.township_code, split_part(told.subject_id, ':', 1)) as township_code,
            coalesce(told.category, split_part(told.subject_id, ':', 2)) as category,
            told.valid_from as told_at,
            told.valid_to as told_until,
            told.quantity as a_reported
        from believed($operation_id, 'tally', 'moved', $known_at, $known_at) as told
    ),

    moved as (
        select
            person.township_code, person.category, person.done_since, coalesce(person.quantity, 1) as persons
        from held($operation_id, 'evacuee', 'move', $known_at, $known_at) as person
        where
            person.done_since is not null
            and person.subject_id not in (
                select elsewhere.subject_id
                from evacuees_counted_elsewhere($operation_id, $known_at, $known_at) as elsewhere
            )
    )

select compared.*, compared.a_reported - compared.b_ticked as a_less_b
from
    (
        select
            tally.township_code,
            tally.category,
            tally.told_at,
            tally.told_until,
            cast(tally.a_reported as bigint) as a_reported,
            cast(coalesce(sum(moved.persons), 0) as bigint) as b_ticked
        from tally
        left join
            moved
            on tally.township_code = moved.township_code
            and tally.category = moved.category
            and moved.done_since <= tally.told_at
        where
            tally.a_reported is not null and ($area_code is null or tally.township_code = left($area_code, 9))
        group by all
    ) as compared
order by abs(a_less_b) desc, compared.told_at, compared.township_code, compared.category
