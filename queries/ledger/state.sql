-- What is the present state of one object, as known now?
-- $operation_id; $subject and $subject_id of the object.
-- One row per fact.
select cur.facet, cur.status, cur.since, cur.valid_from, cur.known_from, cur.event_id, cur.quantity
from cur
where cur.operation_id = $operation_id and cur.subject = $subject and cur.subject_id = $subject_id
order by cur.facet
