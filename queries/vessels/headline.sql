-- How many vessels in port are there, how many are left, of how many is nothing known?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- In port = berth held in in_port, moored or sheltering_elsewhere; crews are persons: as reported, else as
-- listed.
-- One row.
select
    count(*) as total,
    count(*) filter (standing.progress = 'done') as done,
    count(*) filter (standing.progress = 'over') as over_count,
    count(*) filter (coalesce(standing.progress, 'todo') not in ('done', 'over')) as left_count,
    count(*) filter (standing.status is null) as unknown_count,
    count(*) filter (standing.progress = 'trouble') as trouble_count,
    max(standing.last_recorded_at) as last_recorded_at,
    count(*) filter (standing.status = 'at_sea') as at_sea_count,
    count(*) filter (standing.status = 'homebound') as homebound_count,
    count(*) filter (standing.status = 'in_port') as in_port_count,
    count(*) filter (standing.status = 'moored') as moored_count,
    count(*) filter (standing.status = 'sheltering_elsewhere') as sheltering_elsewhere_count,
    count(*) filter (standing.status = 'out_of_contact') as out_of_contact_count,
    count(*) filter (standing.is_aboard_in_port) as aboard_in_port_count,
    coalesce(sum(standing.crew_persons), 0) as crew_total,
    coalesce(sum(standing.crew_persons) filter (standing.crew_status = 'aboard'), 0) as crew_aboard,
    coalesce(sum(standing.crew_persons) filter (standing.crew_status = 'ashore'), 0) as crew_ashore,
    coalesce(sum(standing.crew_persons) filter (standing.crew_status is null), 0) as crew_unknown
from vessel_standing($operation_id, $as_of, $known_at, $area_code) as standing
