-- Which of the incoming warnings are known already, or stand twice among the incoming?
-- `incoming` stands for the Arrow table of warnings, numbered in their order.
-- One row per repeated warning: its number.
select incoming.number
from incoming
semi join weather_warning using (operation_id, warning_id, action, issued_at)
union
select incoming.number
from incoming
qualify
    row_number() over (
        partition by incoming.operation_id, incoming.warning_id, incoming.action, incoming.issued_at
        order by incoming.number
    )
    > 1
