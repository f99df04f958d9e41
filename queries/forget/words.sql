-- Which texts stand in the marked columns of the rows that an operation's forgetting touches?
-- $operation_id and the $roster that it reads; $done_at (UTC); $has_officials and $has_decisions
-- keep the names of responsible persons and the words of decisions; $offices are the accounts that
-- stay, between commas; $is_alone says that nobody else reads its lists.
-- Left out is what the rules let stand: places, names of works, shelters and teams, offices,
-- sources, codes.
-- One row per kind of mark and text.
with
    marked as (
        select
            columns.table_name,
            columns.column_name,
            regexp_extract(columns.comment, '\[personal: ([a-z]+)\]', 1) as kind
        from duckdb_columns() as columns
        inner join duckdb_tables() as tables on columns.table_oid = tables.table_oid
        where
            columns.schema_name = 'main'
            and not columns.internal
            and contains(columns.comment, '[personal:')
            and not contains(columns.comment, '[personal: place]')
    ),
    ours as (select distinct import_id from imports_to_forget($operation_id, $roster, $is_alone)),
    touched as (
        select 'responsible_person' as table_name, to_json(person) as told
        from responsible_person as person
        where is_touched(person.roster, person.valid_from, person.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'evacuee', to_json(evacuee)
        from evacuee
        where
            is_touched(evacuee.roster, evacuee.valid_from, evacuee.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'vessel', to_json(vessel)
        from vessel
        where is_touched(vessel.roster, vessel.valid_from, vessel.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'construction_site', to_json(site)
        from construction_site as site
        where is_touched(site.roster, site.valid_from, site.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'shelter', to_json(shelter)
        from shelter
        where
            is_touched(shelter.roster, shelter.valid_from, shelter.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'facility', to_json(facility)
        from facility
        where
            is_touched(
                facility.roster, facility.valid_from, facility.valid_to, $roster, $operation_id, $done_at
            )
        union all
        select 'member_unit', to_json(unit)
        from member_unit as unit
        where is_touched(unit.roster, unit.valid_from, unit.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'harbour', to_json(harbour)
        from harbour
        where
            is_touched(harbour.roster, harbour.valid_from, harbour.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'gauge', to_json(gauge)
        from gauge
        where is_touched(gauge.roster, gauge.valid_from, gauge.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'team', to_json(team)
        from team
        where is_touched(team.roster, team.valid_from, team.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'stock', to_json(stock)
        from stock
        where is_touched(stock.roster, stock.valid_from, stock.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'terminal', to_json(terminal)
        from terminal
        where
            is_touched(
                terminal.roster, terminal.valid_from, terminal.valid_to, $roster, $operation_id, $done_at
            )
        union all
        select 'danger_zone', to_json(zone)
        from danger_zone as zone
        where is_touched(zone.roster, zone.valid_from, zone.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'village', to_json(village)
        from village
        where
            is_touched(village.roster, village.valid_from, village.valid_to, $roster, $operation_id, $done_at)
        union all
        select 'event', to_json(event)
        from event
        where event.operation_id = $operation_id
        union all
        select 'span', to_json(span)
        from span
        where span.operation_id = $operation_id
        union all
        select 'cur', to_json(cur)
        from cur
        where cur.operation_id = $operation_id
        union all
        select 'flagged', to_json(flagged)
        from flagged
        where flagged.operation_id = $operation_id
        union all
        select 'overruled', to_json(overruled)
        from overruled
        where overruled.operation_id = $operation_id
        union all
        select 'paper_step', to_json(paper_step)
        from paper_step
        where paper_step.operation_id = $operation_id
        union all
        select 'position', to_json(position)
        from position
        where position.operation_id = $operation_id
        union all
        select 'import_batch', to_json(import_batch)
        from import_batch
        semi join ours on import_batch.import_id = ours.import_id
        where import_batch.kind not in ('storm', 'readings', 'warnings')
        union all
        select 'import_problem', to_json(import_problem)
        from import_problem
        semi join ours on import_problem.import_id = ours.import_id
        union all
        select 'same_as', to_json(same_as)
        from same_as
        where same_as.roster = $roster
        union all
        select 'case_row', to_json(case_row)
        from case_row
        where case_row.operation_id = $operation_id
        union all
        select 'api_answer', to_json(api_answer)
        from api_answer
    ),
    said as materialized(
        select distinct
            marked.table_name,
            marked.column_name,
            marked.kind,
            touched.told ->> 'subject' as subject,
            touched.told ->> 'register' as register,
            trim(json_extract_string(touched.told, '$."' || marked.column_name || '"')) as word
        from touched
        inner join marked on touched.table_name = marked.table_name
    )
select distinct kind, word
from said
where
    word not in ('', '已销毁')
    and case
        kind
        when 'id'
        then
            case
                when subject is not null
                then forgotten_subject('', subject, word) <> word
                else coalesce(register, '') not in ('harbour', 'gauge', 'member_unit', 'village')
            end
        when 'thing'
        then table_name not in ('construction_site', 'shelter', 'team')
        when 'file'
        then forgotten_source(word) <> word
        when 'actor'
        then
            forgotten_actor('', $offices, word) <> word
            and not ($has_decisions and coalesce(subject in ('response', 'warning'), false))
        when 'name'
        then not ($has_officials and table_name = 'responsible_person')
        when 'payload'
        then
            not ($has_decisions and subject in ('response', 'warning'))
            and coalesce(subject, '') <> 'after_action'
        else true
    end
order by kind, word
