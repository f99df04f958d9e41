-- Which directives have a title with a person's name in it, so that no wall may show it?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per directive whose title, in either language, contains a name of the lists.
with
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
inner join
    listed_names($operation_id) as names on length(names.name) > 1 and contains(titles.title, names.name)
order by titles.directive_id
