-- What a review asks again and again: which level stood when, who kept silent from when to when, and what
-- runs of done work each object had.
create or replace macro level_rank(code) as (
    case code when '1' then 5 when '2' then 4 when '3' then 3 when '4' then 2 when 'sea' then 1 else 0 end
)
;

-- The decisions of each hazard as ranks; an ended response has rank 0.
create or replace macro level_steps(op, as_of, known_at) as table
    select
        decided.subject_id as hazard,
        decided.category as level_code,
        case when decided.status = 'ended' then 0 else level_rank(decided.category) end as rank,
        decided.valid_from as level_from,
        decided.valid_to as level_until
    from believed(op, 'response', 'level', as_of, known_at) as decided
;

-- The gravest level over all hazards, stretch by stretch; owed_since is since when it or a graver one stood.
create or replace macro level_stretches(op, as_of, known_at) as table
    select
        gravest.level_code,
        gravest.rank,
        gravest.level_from,
        gravest.level_until,
        (
            select min(step.level_from)
            from level_steps(op, as_of, known_at) as step
            where
                step.hazard = gravest.hazard
                and step.rank >= gravest.rank
                and step.level_from <= gravest.level_from
                and step.level_from > coalesce(
                    (
                        select max(lower_step.level_from)
                        from level_steps(op, as_of, known_at) as lower_step
                        where
                            lower_step.hazard = gravest.hazard
                            and lower_step.rank < gravest.rank
                            and lower_step.level_from <= gravest.level_from
                    ),
                    timestamptz '0001-01-01 00:00:00+00'
                )
        ) as owed_since
    from
        (
            select
                points.level_from,
                points.level_until,
                max(standing.rank) as rank,
                arg_max(standing.level_code, standing.rank) as level_code,
                arg_max(standing.hazard, standing.rank) as hazard
            from
                (
                    select
                        starts.level_from,
                        coalesce(lead(starts.level_from) over (order by starts.level_from), as_of) as level_until
                    from (select distinct step.level_from from level_steps(op, as_of, known_at) as step) as starts
                ) as points
            inner join
                level_steps(op, as_of, known_at) as standing
                on standing.level_from <= points.level_from
                and points.level_from < standing.level_until
            group by points.level_from, points.level_until
        ) as gravest
    where gravest.rank > 0
;

-- Every stretch in which an area owed a word and sent none: late by the rhythm of the level in force.
create or replace macro silences(op, as_of, known_at) as table
    select
        area.area_code as code,
        area.tier,
        area.name_zh,
        area.name_en,
        stretch.level_code,
        rhythm.every_min,
        gap.last_word_at,
        greatest(
            coalesce(greatest(gap.last_word_at, stretch.owed_since), stretch.owed_since)
            + to_minutes(rhythm.every_min),
            stretch.level_from
        ) as silent_from,
        least(gap.gap_until, stretch.level_until) as silent_until
    from area
    inner join
        (
            select word.subject_id as code, word.valid_from as last_word_at, word.valid_to as gap_until
            from believed(op, 'area', 'word', as_of, known_at) as word
            union all
            select unheard.code, null as last_word_at, coalesce(unheard.first_word_at, as_of) as gap_until
            from
                (
                    select every_area.area_code as code, min(first_word.valid_from) as first_word_at
                    from area as every_area
                    left join
                        believed(op, 'area', 'word', as_of, known_at) as first_word
                        on every_area.area_code = first_word.subject_id
                    group by every_area.area_code
                ) as unheard
        ) as gap
        on area.area_code = gap.code
    inner join
        level_stretches(op, as_of, known_at) as stretch
        on coalesce(gap.last_word_at, timestamptz '0001-01-01 00:00:00+00') < stretch.level_until
        and stretch.level_from < gap.gap_until
    inner join report_rhythm as rhythm on stretch.level_code = rhythm.level_code and area.tier = rhythm.tier
    where
        area.is_counted
        and greatest(
            coalesce(greatest(gap.last_word_at, stretch.owed_since), stretch.owed_since)
            + to_minutes(rhythm.every_min),
            stretch.level_from
        )
        < least(gap.gap_until, stretch.level_until)
;

-- Each unbroken run in which an object's work was done, by facet.
create or replace macro done_runs(op, what, which, as_of, known_at) as table
    select numbered.subject_id, min(numbered.valid_from) as done_from, max(numbered.valid_to) as done_until
    from
        (
            select
                marked.*,
                sum(case when marked.is_done and not marked.was_done then 1 else 0 end) over (
                    partition by marked.subject_id order by marked.valid_from
                ) as run
            from
                (
                    select
                        told.subject_id,
                        told.valid_from,
                        told.valid_to,
                        status.progress = 'done' as is_done,
                        coalesce(
                            lag(status.progress = 'done') over (
                                partition by told.subject_id order by told.valid_from
                            ),
                            false
                        ) as was_done
                    from believed(op, what, which, as_of, known_at) as told
                    left join
                        status
                        on status.subject = what and status.facet = which and told.status = status.status
                ) as marked
        ) as numbered
    where numbered.is_done
    group by numbered.subject_id, numbered.run
;
