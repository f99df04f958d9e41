-- End the present versions of the danger zones that come anew.
-- `incoming` stands for the Arrow table of danger zones that are new or changed.
-- One row: how many versions ended.
update danger_zone
set valid_to = greatest(danger_zone.valid_from, incoming.valid_from), closed_by = incoming.import_id
from incoming
where
    danger_zone.roster = incoming.roster
    and danger_zone.zone_id = incoming.zone_id
    and danger_zone.valid_to = timestamptz '9999-12-31 00:00:00+00'
