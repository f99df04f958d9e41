-- Which levels did the rules call for between two instants without their being in force?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): as far as it was known then;
-- $suggested: JSON list of hazard, clause_id, level_code, true_at and until_at (ISO, UTC; until_at
-- empty while the clause holds).
-- waiting_from to waiting_until is when the clause held and neither the level nor a graver one of
-- the same hazard stood, inside the span.
-- One row per clause and such stretch, the longest first; minutes is its length.
with
    called as (
        select
            one.value ->> 'hazard' as hazard,
            one.value ->> 'clause_id' as clause_id,
            one.value ->> 'level_code' as level_code,
            level_rank(one.value ->> 'level_code') as rank,
            greatest(cast(one.value ->> 'true_at' as timestamptz), $from_at) as called_from,
            least(
                coalesce(cast(one.value ->> 'until_at' as timestamptz), $until_at), $until_at
            ) as called_until
        from json_each($suggested) as one
    ),

    steps as (
        select step.hazard, step.rank, step.level_from, step.level_until
        from level_steps($operation_id, $until_at, $known_at) as step
    ),

    lower_steps as (
        select steps.*
        from steps
        union all
        select
            called.hazard,
            0 as rank,
            timestamptz '0001-01-01 00:00:00+00' as level_from,
            coalesce(min(steps.level_from), $until_at) as level_until
        from (select distinct called.hazard from called) as called
        left join steps on called.hazard = steps.hazard
        group by called.hazard
    ),

    waiting as (
        select
            called.hazard,
            called.clause_id,
            called.level_code,
            greatest(called.called_from, lower_steps.level_from) as waiting_from,
            least(called.called_until, lower_steps.level_until) as waiting_until
        from called
        inner join lower_steps on called.hazard = lower_steps.hazard and lower_steps.rank < called.rank
    )

select waiting.*, epoch(waiting.waiting_until - waiting.waiting_from) / 60 as minutes
from waiting
where waiting.waiting_from < waiting.waiting_until
order by minutes desc, waiting.clause_id, waiting.waiting_from
