-- Which sites were still working between two instants although their deadline had passed?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): as far as it was known then;
-- $area_code (9 or 12 digits) or null for the county; $deadlines: JSON list of subject, subject_id
-- and finish_by (ISO, UTC).
-- stopped_at is the end of the first run of not-stopped work after the deadline, empty where it
-- went on to the end of the span; a site without any report is not stopped.
-- One row per site, the longest over its deadline first; minutes count inside the span.
with
    given as (
        select
            one.value ->> 'subject_id' as site_id, cast(one.value ->> 'finish_by' as timestamptz) as finish_by
        from json_each($deadlines) as one
        where one.value ->> 'subject' = 'site'
    ),

    stopped as (
        select run.subject_id, run.done_from, run.done_until
        from done_runs($operation_id, 'site', 'work', $until_at, $known_at) as run
    ),

    late as (
        select
            site.object_id as site_id,
            site.name,
            site.township_code,
            site.village_code,
            given.finish_by,
            greatest(given.finish_by, $from_at) as late_from,
            min(stopped.done_from) filter (stopped.done_until > given.finish_by) as stopped_at
        from register_at($operation_id, $until_at) as site
        inner join given on site.object_id = given.site_id
        left join stopped on site.object_id = stopped.subject_id
        where
            site.subject = 'site'
            and given.finish_by < $until_at
            and in_scope(site.township_code, site.village_code, $area_code)
        group by all
    )

select
    late.site_id,
    late.name,
    late.township_code,
    late.village_code,
    late.finish_by,
    late.stopped_at,
    epoch(least(coalesce(late.stopped_at, $until_at), $until_at) - late.late_from) / 60 as minutes
from late
where coalesce(late.stopped_at, $until_at) > late.late_from
order by minutes desc, late.site_id
