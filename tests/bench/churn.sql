-- Makes a wall of some 4,000 points of which 2 % change every ten minutes of the drill: 22 building sites for
-- each one, half of them at work at any time, and in every ten minutes one in a hundred stops or goes on.
insert into construction_site
select
    original.* replace(
        original.site_id || '-' || copy.n as site_id,
        original.lat + 0.002 * (copy.n % 5 - 2) as lat,
        original.lon + 0.002 * (copy.n // 5 - 2) as lon
    )
from construction_site as original
cross join range(1, 22) as copy(n)
;

delete from span where subject = 'site'
;

insert into span
with
    sites as (
        select *, row_number() over (order by site_id) - 1 as place
        from construction_site
        where
            roster = (select roster from operation where operation_id = getvariable('operation_id'))
            and valid_from <= getvariable('start_at')
            and getvariable('start_at') < valid_to
    ),

    turns as (
        select
            sites.*,
            turn.n,
            getvariable('start_at')
            + to_seconds(600 * (sites.place % 100))
            + to_seconds(60000 * (turn.n - 1)) as begun_at
        from sites
        cross join range(0, 4) as turn(n)
    )

select
    getvariable('operation_id') as operation_id,
    'site' as subject,
    site_id as subject_id,
    'work' as facet,
    if((n + place // 100) % 2 = 0, 'working', 'stopped') as status,
    begun_at as since,
    if((n + place // 100) % 2 = 0, null, begun_at) as done_since,
    (n + place // 100) % 2 as done_count,
    begun_at as valid_from,
    begun_at + to_seconds(60000) as valid_to,
    begun_at as known_from,
    timestamptz '9999-12-31 00:00:00+00' as known_to,
    'turn-' || site_id || '-' || n as event_id,
    'A' as account,
    township_code,
    village_code,
    null as category,
    worker_count as quantity
from turns
;

checkpoint
;
