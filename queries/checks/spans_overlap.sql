-- Which facts are said to stand twice at one instant, as known at one instant?
-- $operation_id.
-- One row per pair of spans that overlap both in time and in knowledge.
with
    pieces as (select span.*, row_number() over () as piece from span where span.operation_id = $operation_id)

select
    earlier.subject,
    earlier.subject_id as object_id,
    $operation_id as operation_id,
    'two_at_once' as what,
    earlier.facet || ': ' || earlier.status || ' / ' || later.status as detail,
    earlier.event_id,
    later.event_id as other_event_id
from pieces as earlier
inner join
    pieces as later
    on earlier.subject = later.subject
    and earlier.subject_id = later.subject_id
    and earlier.facet = later.facet
    and earlier.piece < later.piece
where
    earlier.valid_from < later.valid_to
    and later.valid_from < earlier.valid_to
    and earlier.known_from < later.known_to
    and later.known_from < earlier.known_to
order by earlier.subject, object_id, earlier.event_id
