-- Which of the incoming danger zones stand on the register just so?
-- `incoming` stands for the Arrow table of danger zones, numbered in their order.
-- One row per danger zone that stands so already: its number.
select incoming.number
from incoming
inner join danger_zone on danger_zone.roster = incoming.roster and danger_zone.zone_id = incoming.zone_id
where
    danger_zone.valid_to = timestamptz '9999-12-31 00:00:00+00'
    and danger_zone.name is not distinct from incoming.name
    and danger_zone.zone_type is not distinct from incoming.zone_type
    and danger_zone.people_count is not distinct from incoming.people_count
    and danger_zone.outline is not distinct from incoming.outline
