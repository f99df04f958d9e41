-- When did each evacuee's move begin, and when was it first done?
-- $operation_id; $as_of, $known_at (UTC).
-- group_id is the village (township where no village is known) and the category, as clocks count them.
-- One row per evacuee who counts as persons.
select
    standing.object_id as subject_id,
    concat_ws(':', coalesce(standing.village_code, standing.township_code), standing.category) as group_id,
    standing.persons,
    begun.first_at as begun_at,
    standing.done_since as done_at
from evacuation_standing($operation_id, $as_of, $known_at, null) as standing
left join
    first_reached($operation_id, ['doing', 'done'], $as_of, $known_at) as begun
    on begun.subject = 'evacuee'
    and begun.facet = 'move'
    and standing.object_id = begun.subject_id
order by standing.object_id
