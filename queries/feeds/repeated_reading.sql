-- Which of the incoming readings are known already, or stand twice among the incoming?
-- `incoming` stands for the Arrow table of readings, numbered in their order.
-- One row per repeated reading: its number.
select incoming.number
from incoming
semi join reading using (operation_id, gauge_id, quantity, read_at, value)
union
select incoming.number
from incoming
qualify
    row_number() over (
        partition by
            incoming.operation_id, incoming.gauge_id, incoming.quantity, incoming.read_at, incoming.value
        order by incoming.number
    )
    > 1
