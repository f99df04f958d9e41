-- How far was each kind of work at the moment?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per kind of work: done of total. People for evacuees (moved of those who should move), else objects
-- of the roster.
with
    work as (
        select *
        from
            (
                values
                    ('responsible_person', 'duty'),
                    ('vessel', 'berth'),
                    ('site', 'work'),
                    ('shelter', 'service')
            ) as listed(subject, facet)
    ),

    roster_row as (
        select 'responsible_person' as subject, person.person_id as subject_id
        from responsible_person as person
        where
            person.roster = roster_of($operation_id)
            and person.valid_from <= $as_of
            and $as_of < person.valid_to
        union all
        select 'vessel', vessel.vessel_id
        from vessel
        where
            vessel.roster = roster_of($operation_id)
            and vessel.valid_from <= $as_of
            and $as_of < vessel.valid_to
        union all
        select 'site', site.site_id
        from construction_site as site
        where site.roster = roster_of($operation_id) and site.valid_from <= $as_of and $as_of < site.valid_to
        union all
        select 'shelter', shelter.shelter_id
        from shelter
        where
            shelter.roster = roster_of($operation_id)
            and shelter.valid_from <= $as_of
            and $as_of < shelter.valid_to
    ),

    done as (
        select span.subject, span.subject_id
        from span
        inner join work on span.subject = work.subject and span.facet = work.facet
        inner join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
        where
            span.operation_id = $operation_id
            and status.progress = 'done'
            and span.valid_from <= $as_of
            and $as_of < span.valid_to
            and span.known_from <= $known_at
            and $known_at < span.known_to
    )

select roster_row.subject, count(done.subject_id) as done, count(*) as total
from roster_row
left join done on roster_row.subject = done.subject and roster_row.subject_id = done.subject_id
group by roster_row.subject
union all
select
    'evacuee' as subject,
    coalesce(sum(coalesce(evacuee.quantity, 1)) filter (where evacuee.done_since is not null), 0) as done,
    coalesce(sum(coalesce(evacuee.quantity, 1)), 0) as total
from held($operation_id, 'evacuee', 'move', $as_of, $known_at) as evacuee
where
    evacuee.subject_id not in (
        select elsewhere.subject_id
        from evacuees_counted_elsewhere($operation_id, $as_of, $known_at) as elsewhere
    )
