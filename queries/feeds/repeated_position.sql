-- Which of the incoming positions are known already, or stand twice among the incoming?
-- `incoming` stands for the Arrow table of positions, numbered in their order.
-- One row per repeated position: its number.
select incoming.number
from incoming
semi join position using (operation_id, vessel_id, positioned_at, lat, lon)
union
select incoming.number
from incoming
qualify
    row_number() over (
        partition by
            incoming.operation_id, incoming.vessel_id, incoming.positioned_at, incoming.lat, incoming.lon
        order by incoming.number
    )
    > 1
