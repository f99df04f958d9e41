-- Makes a wall of some 4,000 points of which 2 % change every ten minutes of the drill: eleven building sites
-- for each one, none of which ever stops, each hearing of the order or going back to work in its turn.
insert into construction_site
select
    original.* replace(
        original.site_id || '-' || copy.n as site_id,
        original.lat + 0.002 * (copy.n % 4 - 1.5) as lat,
        original.lon + 0.002 * (copy.n // 4 - 1) as lon
    )
from construction_site as original
cross join range(1, 11) as copy(n)
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
            + to_seconds(600 * (sites.place % 50))
            + to_seconds(30000 * (turn.n - 1)) as begun_at
        from sites
        cross join range(0, 8) as turn(n)
    )

select
    getvariable('operation_id') as operation_id,
    'site' as subject,
    site_id as subject_id,
    'work' as facet,
    if(n % 2 = 0, 'working', 'notified') as status,
    begun_at as since,
    null as done_since,
    0 as done_count,
    begun_at as valid_from,
    begun_at + to_seconds(30000) as valid_to,
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
