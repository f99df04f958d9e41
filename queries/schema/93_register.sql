-- Every row of every register of an operation's lists, under one set of names, past and closed ones too.
create or replace macro register_rows(op) as table
    select
        'responsible_person' as subject,
        responsible_person.person_id as object_id,
        responsible_person.name,
        responsible_person.phone,
        responsible_person.deputy_id as officer_id,
        responsible_person.township_code,
        responsible_person.village_code,
        responsible_person.lat,
        responsible_person.lon,
        responsible_person.valid_from,
        responsible_person.valid_to,
        responsible_person.import_id
    from responsible_person
    where responsible_person.roster = roster_of(op)
    union all
    select
        'evacuee' as subject,
        evacuee.evacuee_id as object_id,
        evacuee.name,
        evacuee.phone,
        null as officer_id,
        evacuee.township_code,
        evacuee.village_code,
        evacuee.lat,
        evacuee.lon,
        evacuee.valid_from,
        evacuee.valid_to,
        evacuee.import_id
    from evacuee
    where evacuee.roster = roster_of(op)
    union all
    select
        'vessel' as subject,
        vessel.vessel_id as object_id,
        vessel.name,
        vessel.phone,
        vessel.officer_id,
        vessel.township_code,
        vessel.village_code,
        vessel.lat,
        vessel.lon,
        vessel.valid_from,
        vessel.valid_to,
        vessel.import_id
    from vessel
    where vessel.roster = roster_of(op)
    union all
    select
        'site' as subject,
        construction_site.site_id as object_id,
        construction_site.name,
        construction_site.phone,
        construction_site.officer_id,
        construction_site.township_code,
        construction_site.village_code,
        construction_site.lat,
        construction_site.lon,
        construction_site.valid_from,
        construction_site.valid_to,
        construction_site.import_id
    from construction_site
    where construction_site.roster = roster_of(op)
    union all
    select
        'shelter' as subject,
        shelter.shelter_id as object_id,
        shelter.name,
        shelter.phone,
        shelter.officer_id,
        shelter.township_code,
        shelter.village_code,
        shelter.lat,
        shelter.lon,
        shelter.valid_from,
        shelter.valid_to,
        shelter.import_id
    from shelter
    where shelter.roster = roster_of(op)
    union all
    select
        'facility' as subject,
        facility.facility_id as object_id,
        facility.name,
        facility.phone,
        facility.officer_id,
        facility.township_code,
        facility.village_code,
        facility.lat,
        facility.lon,
        facility.valid_from,
        facility.valid_to,
        facility.import_id
    from facility
    where facility.roster = roster_of(op)
    union all
    select
        'unit' as subject,
        member_unit.unit_id as object_id,
        member_unit.name,
        member_unit.phone,
        null as officer_id,
        member_unit.township_code,
        member_unit.village_code,
        member_unit.lat,
        member_unit.lon,
        member_unit.valid_from,
        member_unit.valid_to,
        member_unit.import_id
    from member_unit
    where member_unit.roster = roster_of(op)
    union all
    select
        'harbour' as subject,
        harbour.harbour_id as object_id,
        harbour.name,
        null as phone,
        null as officer_id,
        harbour.township_code,
        harbour.village_code,
        harbour.lat,
        harbour.lon,
        harbour.valid_from,
        harbour.valid_to,
        harbour.import_id
    from harbour
    where harbour.roster = roster_of(op)
    union all
    select
        'gauge' as subject,
        gauge.gauge_id as object_id,
        gauge.name,
        null as phone,
        null as officer_id,
        gauge.township_code,
        gauge.village_code,
        gauge.lat,
        gauge.lon,
        gauge.valid_from,
        gauge.valid_to,
        gauge.import_id
    from gauge
    where gauge.roster = roster_of(op)
    union all
    select
        'team' as subject,
        team.team_id as object_id,
        team.name,
        team.phone,
        null as officer_id,
        team.township_code,
        team.village_code,
        team.lat,
        team.lon,
        team.valid_from,
        team.valid_to,
        team.import_id
    from team
    where team.roster = roster_of(op)
    union all
    select
        'stock' as subject,
        stock.stock_id as object_id,
        stock.item_name as name,
        null as phone,
        null as officer_id,
        stock.township_code,
        stock.village_code,
        stock.lat,
        stock.lon,
        stock.valid_from,
        stock.valid_to,
        stock.import_id
    from stock
    where stock.roster = roster_of(op)
    union all
    select
        'terminal' as subject,
        terminal.terminal_id as object_id,
        terminal.name,
        terminal.phone,
        null as officer_id,
        terminal.township_code,
        terminal.village_code,
        terminal.lat,
        terminal.lon,
        terminal.valid_from,
        terminal.valid_to,
        terminal.import_id
    from terminal
    where terminal.roster = roster_of(op)
    union all
    select
        'danger_zone' as subject,
        danger_zone.zone_id as object_id,
        danger_zone.name,
        null as phone,
        danger_zone.officer_id,
        danger_zone.township_code,
        danger_zone.village_code,
        danger_zone.lat,
        danger_zone.lon,
        danger_zone.valid_from,
        danger_zone.valid_to,
        danger_zone.import_id
    from danger_zone
    where danger_zone.roster = roster_of(op)
    union all
    select
        'village' as subject,
        village.village_id as object_id,
        village.name,
        null as phone,
        null as officer_id,
        village.township_code,
        village.village_code,
        village.lat,
        village.lon,
        village.valid_from,
        village.valid_to,
        village.import_id
    from village
    where village.roster = roster_of(op)
;

-- The same, as far as it is valid at an instant.
create or replace macro register_at(op, as_of) as table
    select *
    from register_rows(op) as register
    where register.valid_from <= as_of and as_of < register.valid_to
;

-- Which imports brought what an operation reports, its lists and its storm.
create or replace macro imports_of(op) as table
    select event.import_id
    from event
    where event.operation_id = op
    union
    select position.import_id
    from position
    where position.operation_id = op
    union
    select reading.import_id
    from reading
    where reading.operation_id = op
    union
    select weather_warning.import_id
    from weather_warning
    where weather_warning.operation_id = op
    union
    select register.import_id
    from register_rows(op) as register
    union
    select fix.import_id
    from storm_fix as fix
    inner join operation on fix.storm_id = operation.storm_id
    where operation.operation_id = op
    union
    select forecast.import_id
    from storm_forecast as forecast
    inner join operation on forecast.storm_id = operation.storm_id
    where operation.operation_id = op
    union
    select landfall.import_id
    from landfall
    inner join operation on landfall.storm_id = operation.storm_id
    where operation.operation_id = op
    union
    select import_batch.import_id
    from import_batch
    where import_batch.operation_id = op or import_batch.roster = roster_of(op)
;
