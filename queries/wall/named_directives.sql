-- Which directives have a title with a person's name in it, so that no wall may show it?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per directive whose title, in either language, contains a name of the lists.
with
    names as (
        select name
        from responsible_person
        where roster = roster_of($operation_id)
        union
        select name
        from evacuee
        where roster = roster_of($operation_id)
        union
        select owner_name
        from vessel
        where roster = roster_of($operation_id)
        union
        select manager_name
        from construction_site
        where roster = roster_of($operation_id)
        union
        select manager_name
        from shelter
        where roster = roster_of($operation_id)
        union
        select owner_name
        from facility
        where roster = roster_of($operation_id)
    ),

    titles as (
        select
            told.subject_id as directive_id,
            concat_ws(
                ' ',
                try_cast(event.payload as json) ->> 'title_zh',
                try_cast(event.payload as json) ->> 'title_en'
            ) as title
        from believed($operation_id, 'directive', 'progress', $as_of, $known_at) as told
        inner join event on told.event_id = event.event_id
    )

select distinct titles.directive_id
from titles
inner join names on length(names.name) > 1 and contains(titles.title, names.name)
order by titles.directive_id
