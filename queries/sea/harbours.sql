-- Which harbours are there, what do they hold, and how many boats lie in each?
-- $operation_id; $as_of, $known_at (UTC).
-- berthed_count: vessels of that home harbour reported in port or moored; those that shelter elsewhere are
-- not counted, as the report does not say where. draught_m in metres, shelter_grade in Beaufort.
-- One row per harbour of the roster.
select
    harbour.harbour_id,
    harbour.name,
    harbour.name_en,
    harbour.lat,
    harbour.lon,
    harbour.berth_count,
    harbour.shelter_grade,
    harbour.draught_m,
    count(berth.subject_id) filter (berth.status in ('in_port', 'moored')) as berthed_count
from harbour
left join
    vessel
    on harbour.harbour_id = vessel.harbour_id
    and vessel.roster = harbour.roster
    and vessel.valid_from <= $as_of
    and $as_of < vessel.valid_to
left join
    held($operation_id, 'vessel', 'berth', $as_of, $known_at) as berth on vessel.vessel_id = berth.subject_id
where harbour.roster = roster_of($operation_id) and harbour.valid_from <= $as_of and $as_of < harbour.valid_to
group by all
order by harbour.harbour_id
