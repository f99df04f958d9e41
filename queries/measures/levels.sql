-- How long did each level that the rules called for wait for its decision?
-- $operation_id; $as_of, $known_at (UTC); $suggested: JSON list of hazard, clause_id, level_code, true_at and
-- until_at (ISO, UTC; until_at empty while the clause holds): when the rules called for it.
-- decided_at is when the level or a graver one of the hazard began to stand, empty where it did not while the
-- clause held; lag_h is negative where the decision came first, waited_h the same without leads.
-- One row per clause that came true, the longest wait first.
with
    called as (
        select
            one.value ->> 'hazard' as hazard,
            one.value ->> 'clause_id' as clause_id,
            one.value ->> 'level_code' as level_code,
            level_rank(one.value ->> 'level_code') as rank,
            cast(one.value ->> 'true_at' as timestamptz) as true_at,
            cast(one.value ->> 'until_at' as timestamptz) as until_at
        from json_each($suggested) as one
    ),

    steps as (
        select
            step.*,
            lag(step.rank, 1, 0) over (partition by step.hazard order by step.level_from) as rank_before
        from level_steps($operation_id, $as_of, $known_at) as step
    ),

    stood as (
        select
            called.*,
            begun.level_from as stood_from,
            (
                select min(lower_step.level_from)
                from steps as lower_step
                where
                    lower_step.hazard = called.hazard
                    and lower_step.rank < called.rank
                    and lower_step.level_from > begun.level_from
            ) as stood_until
        from called
        inner join
            steps as begun
            on called.hazard = begun.hazard
            and begun.rank >= called.rank
            and begun.rank_before < called.rank
    ),

    decided as (
        select stood.hazard, stood.clause_id, min(stood.stood_from) as decided_at
        from stood
        where
            stood.stood_from <= coalesce(stood.until_at, $as_of)
            and (stood.stood_until is null or stood.stood_until > stood.true_at)
        group by stood.hazard, stood.clause_id
    )

select
    called.hazard,
    called.clause_id,
    called.level_code,
    called.true_at,
    called.until_at,
    decided.decided_at,
    epoch(coalesce(decided.decided_at, called.until_at, $as_of) - called.true_at) / 3600 as lag_h,
    greatest(lag_h, 0) as waited_h
from called
left join decided on called.hazard = decided.hazard and called.clause_id = decided.clause_id
order by lag_h desc, called.true_at, called.clause_id
