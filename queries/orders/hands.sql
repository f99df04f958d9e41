-- Who has asked for an order?
-- $operation_id; $order_id.
-- One row per account that proposed it or proposed it anew.
select distinct event.actor
from event
where
    event.operation_id = $operation_id
    and event.subject = 'order'
    and event.subject_id = $order_id
    and event.status = 'proposed'
