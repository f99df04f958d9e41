-- Which villages were silent between two instants, and for how long?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): as far as it was known then; $area_code (9 or 12
-- digits) or null for the county.
-- Silent: a word was owed by the rhythm of the level in force and had not come; minutes count inside the
-- span.
-- One row per village, the longest silence first; last_word_at is before the first of its silences.
with
    silent as (
        select
            silence.*,
            greatest(silence.silent_from, $from_at) as inside_from,
            least(silence.silent_until, $until_at) as inside_until
        from silences($operation_id, $until_at, $known_at) as silence
        where
            silence.tier = 'village'
            and silence.silent_from < $until_at
            and $from_at < silence.silent_until
            and in_scope(left(silence.code, 9), silence.code, $area_code)
    )

select
    silent.code as village_code,
    left(silent.code, 9) as township_code,
    min(silent.last_word_at) as last_word_at,
    min(silent.inside_from) as silent_from,
    max(silent.inside_until) as silent_until,
    sum(epoch(silent.inside_until - silent.inside_from)) / 60 as minutes
from silent
group by silent.code
order by minutes desc, silent.code
