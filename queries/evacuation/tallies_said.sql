-- What running totals did the townships report, and how many persons are on the lists?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 digits) or null for the county; a village has none.
-- Persons. listed is null where the list holds nobody of the township and category. What was corrected or
-- withdrawn is not among the reports.
-- One row per report of a township and category that counts, in order of its instant.
with
    listed as (
        select evacuee.township_code, evacuee.category, sum(evacuee.persons) as persons
        from evacuee
        where
            evacuee.roster = roster_of($operation_id)
            and evacuee.valid_from <= $as_of
            and $as_of < evacuee.valid_to
        group by evacuee.township_code, evacuee.category
    ),

    said as (
        select
            coalesce(tally.township_code, split_part(tally.subject_id, ':', 1)) as township_code,
            coalesce(tally.category, split_part(tally.subject_id, ':', 2)) as category,
            tally.valid_from,
            tally.quantity
        from believed($operation_id, 'tally', 'moved', $as_of, $known_at) as tally
        where tally.quantity is not null
    )

select
    said.township_code,
    said.category,
    cast(said.quantity as bigint) as persons,
    said.valid_from as said_at,
    cast(listed.persons as bigint) as listed
from said
left join listed on said.township_code = listed.township_code and said.category = listed.category
where $area_code is null or said.township_code = $area_code
order by said.township_code, said.category, said.valid_from
