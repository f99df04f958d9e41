-- How many workers have left the sites, and how many of them are known to be somewhere?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Out = site.workers held in moved, persons as reported, else as listed. Arrived = evacuees linked to a site
-- whose move is held in at_shelter, with_relatives or elsewhere, persons. By the site's township.
-- One row per township with sites.
with
    sites as (
        select standing.object_id, standing.township_code, standing.workers_status, standing.workers_persons
        from site_standing($operation_id, $as_of, $known_at, $area_code) as standing
    ),

    arrived as (
        select
            evacuee.linked_id as site_id,
            sum(coalesce(move.quantity, evacuee.persons)) filter (move.status = 'at_shelter') as in_shelter,
            sum(coalesce(move.quantity, evacuee.persons)) filter (
                move.status = 'with_relatives'
            ) as with_relatives,
            sum(coalesce(move.quantity, evacuee.persons)) filter (move.status = 'elsewhere') as elsewhere
        from held($operation_id, 'evacuee', 'move', $as_of, $known_at) as move
        inner join evacuee on move.subject_id = evacuee.evacuee_id
        where
            evacuee.roster = roster_of($operation_id)
            and evacuee.valid_from <= $as_of
            and $as_of < evacuee.valid_to
            and evacuee.linked_id is not null
        group by evacuee.linked_id
    )

select
    sites.township_code,
    coalesce(sum(sites.workers_persons) filter (sites.workers_status = 'moved'), 0)::integer as workers_out,
    coalesce(sum(arrived.in_shelter), 0)::integer as in_shelter,
    coalesce(sum(arrived.with_relatives), 0)::integer as with_relatives,
    coalesce(sum(arrived.elsewhere), 0)::integer as elsewhere,
    (
        coalesce(sum(arrived.in_shelter), 0)
        + coalesce(sum(arrived.with_relatives), 0)
        + coalesce(sum(arrived.elsewhere), 0)
    )::integer as arrived
from sites
left join arrived on sites.object_id = arrived.site_id
group by sites.township_code
order by sites.township_code
