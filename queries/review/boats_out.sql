-- Which boats were not in port at an instant, and did we know it then?
-- $operation_id; $until_at (UTC): the instant; $known_at (UTC): what is known by now; $area_code (9
-- or 12 digits) or null for the county.
-- status_then is what was known at the instant itself, status_now what is known of it by known_at;
-- empty where nothing was reported. is_news marks those of which we then believed something else.
-- One row per vessel of the list that was not in port by either knowledge, news first.
with
    then_held as (select * from held($operation_id, 'vessel', 'berth', $until_at, $until_at)),

    now_held as (select * from held($operation_id, 'vessel', 'berth', $until_at, $known_at)),

    at_port as (
        select status.status
        from status
        where status.subject = 'vessel' and status.facet = 'berth' and status.progress = 'done'
    )

select
    vessel.object_id as vessel_id,
    vessel.name,
    vessel.township_code,
    vessel.village_code,
    then_held.status as status_then,
    now_held.status as status_now,
    now_held.valid_from as happened_at,
    now_held.known_from as recorded_at,
    then_held.status is distinct from now_held.status as is_news
from register_at($operation_id, $until_at) as vessel
left join then_held on vessel.object_id = then_held.subject_id
left join now_held on vessel.object_id = now_held.subject_id
where
    vessel.subject = 'vessel'
    and in_scope(vessel.township_code, vessel.village_code, $area_code)
    and (
        coalesce(then_held.status, '') not in (select at_port.status from at_port)
        or coalesce(now_held.status, '') not in (select at_port.status from at_port)
    )
order by is_news desc, vessel.township_code, vessel.object_id
