-- Which building sites are not done, where are they, and who answers for each?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per building site that is neither done nor over, trouble first, then the unknown; null status
-- means no report.
select *
from site_places($operation_id, $as_of, $known_at, $area_code) as standing
where coalesce(standing.progress, 'todo') not in ('done', 'over')
order by
    case when standing.progress = 'trouble' then 0 when standing.progress is null then 1 else 2 end,
    standing.since,
    standing.object_id
