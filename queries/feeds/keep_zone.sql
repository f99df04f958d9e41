-- Keep the danger zones that are new or changed; who answers for one stays as it was.
-- `incoming` stands for the Arrow table of danger zones that are new or changed.
-- One row per danger zone.
insert into danger_zone by name
select
    incoming.roster,
    incoming.zone_id,
    incoming.name,
    incoming.zone_type,
    incoming.people_count,
    before.officer_id,
    incoming.outline,
    incoming.township_code,
    incoming.village_code,
    incoming.lat,
    incoming.lon,
    incoming.source,
    incoming.valid_from,
    incoming.valid_to,
    incoming.import_id
from incoming
left join
    danger_zone as before
    on before.closed_by = incoming.import_id
    and before.roster = incoming.roster
    and before.zone_id = incoming.zone_id
