-- What people, and words about them, become once an operation is forgotten.
-- The salt is made for one purge and never kept, so that nobody can make the same pseudonyms again.
create or replace macro pseudonym(salt, whole) as (
    case
        when trim(whole) = ''
        then ''
        when whole is not null
        then translate(left(sha256(salt || lower(trim(whole))), 16), '0123456789abcdef', 'ghijklmnopqrstuv')
    end
)
;

create or replace macro forgotten_id(salt, whole) as (case when trim(whole) = '' then '' else 'x-' || pseudonym(salt, whole) end)
;

create or replace macro forgotten_name(salt, whole) as (
    case when trim(whole) = '' then '' else '某-' || upper(left(pseudonym(salt, whole), 10)) end
)
;

create or replace macro forgotten_phone(salt, whole) as (
    case when trim(whole) = '' then '' else '#' || upper(left(pseudonym(salt, whole), 12)) end
)
;

create or replace macro forgotten_text(whole) as (
    case when trim(whole) = '' then '' when whole is not null then '已销毁' end
)
;

-- The name of a public thing stays, but not the person's in it, nor a number to call.
create or replace macro forgotten_thing(whole, person) as (
    masked_numbers(if(coalesce(trim(person), '') = '', whole, replace(whole, trim(person), '某')))
)
;

-- Where a file or row came from: a source of the headquarters stays, anything typed goes.
create or replace macro forgotten_source(whole) as (
    case
        when whole in (select source.source_id from source) or whole = '合成演练数据'
        then whole
        when whole is not null
        then '已销毁'
    end
)
;

-- Who reported or decided: an account, area, unit or source stays, a person of the lists keeps his pseudonym.
create or replace macro forgotten_actor(salt, offices, whole) as (
    case
        when
            contains(offices, ',' || whole || ',')
            or whole in (select area.area_code from area)
            or whole in (select source.source_id from source)
            or whole in (select member_unit.unit_id from member_unit)
            or whole in (select member_unit.name from member_unit)
            or regexp_full_match(whole, '.{2,}(局|办公室|指挥部|委员会|督查组|大队|气象台|公司|中心)')
        then whole
        else forgotten_id(salt, whole)
    end
)
;

-- What a report is about: hazards, areas, actions and member units stay, people and things get pseudonyms.
create or replace macro forgotten_subject(salt, subject, whole) as (
    case
        when subject in ('response', 'warning', 'action', 'after_action', 'area', 'tally', 'damage', 'unit')
        then whole
        else forgotten_id(salt, whole)
    end
)
;

-- A place near enough for a count by village, too coarse for a home: about a kilometre.
create or replace macro forgotten_degrees(degrees) as (round(degrees, 2))
;

-- What a fact of a report may say after it: a number that is no phone, yes or no, a code or an instant.
create or replace macro forgotten_fact(said) as (
    case
        when json_type(said) in ('BOOLEAN', 'NULL') or abs(try_cast(said as double)) < 1000000000
        then said
        when
            json_type(said) = 'VARCHAR'
            and regexp_full_match(said ->> '$', '[A-Za-z0-9_:.+-]{0,60}')
            and not regexp_matches(said ->> '$', '[0-9]{7}')
        then said
        else to_json('已销毁')
    end
)
;

-- One further fact of a report, by its name.
create or replace macro forgotten_word(salt, offices, word, said, proposal_id, stays) as (
    case
        when word = 'proposal_id'
        then to_json(proposal_id)
        when word in ('shelter_id', 'harbour_id')
        then if(word = 'harbour_id', forgotten_fact(said), to_json(forgotten_id(salt, said ->> '$')))
        when word in ('proposer', 'approver', 'said_by')
        then
            if(
                contains(offices, ',' || (said ->> '$') || ','), said, to_json(forgotten_id(salt, said ->> '$'))
            )
        when word = 'order_id'
        then to_json(forgotten_id(salt, said ->> '$'))
        when word = 'owner_unit' and regexp_full_match(said ->> '$', '[0-9]{9}')
        then said
        when word = 'places'
        then
            to_json(
                list_filter(
                    from_json(said, '[{"township_code": "VARCHAR", "persons": "BIGINT"}]'),
                    lambda place: regexp_full_match(place.township_code, '[0-9]{9}')
                )
            )
        when stays
        then said
        when
            word in (
                'step',
                'kind',
                'matter',
                'due_at',
                'starts_at',
                'expected_h',
                'fact',
                'value',
                'is_synthetic',
                'owner_unit',
                'refuge_reason',
                'level',
                'quantity',
                'warning_id'
            )
        then forgotten_fact(said)
        else to_json('已销毁')
    end
)
;

-- The further facts of a report: numbers and codes stay, words go, facts of names that nobody reads go whole.
create or replace macro forgotten_facts(salt, offices, payload, proposal_id, stays) as (
    case
        when payload is null
        then null
        when json_type(try_cast(payload as json)) = 'OBJECT'
        then
            cast(
                to_json(
                    map_from_entries(
                        list_transform(
                            list_filter(
                                list_distinct(json_keys(payload)),
                                lambda word: word in (
                                    'step',
                                    'kind',
                                    'places',
                                    'order_id',
                                    'matter',
                                    'due_at',
                                    'starts_at',
                                    'expected_h',
                                    'fact',
                                    'value',
                                    'is_synthetic',
                                    'owner_unit',
                                    'refuge_reason',
                                    'level',
                                    'quantity',
                                    'warning_id',
                                    'proposal_id',
                                    'shelter_id',
                                    'harbour_id',
                                    'proposer',
                                    'approver',
                                    'said_by',
                                    'basis',
                                    'basis_en',
                                    'reason',
                                    'measures',
                                    'measures_en',
                                    'scope',
                                    'clause',
                                    'authority',
                                    'text',
                                    'text_zh',
                                    'text_en',
                                    'title',
                                    'title_zh',
                                    'title_en',
                                    'note',
                                    'paper_head',
                                    'paper_document',
                                    'source',
                                    'place'
                                )
                            ),
                            lambda word: {
                                'key': word,
                                'value': forgotten_word(
                                    salt,
                                    offices,
                                    word,
                                    json_extract(payload, '$."' || word || '"'),
                                    proposal_id,
                                    stays
                                )
                            }
                        )
                    )
                ) as varchar
            )
        else '{}'
    end
)
;

-- The standing watch: it needs the lists as they are now, not as they were.
create or replace macro is_watch(id) as (id = 'live' or starts_with(id, 'live-'))
;

-- Whether a version of a row of the lists is needed as it is by somebody else than one operation.
create or replace macro is_needed(set_of_lists, holds_from, holds_to, op, instant) as (
    exists (
        select 1
        from operation as other
        where
            other.roster = set_of_lists
            and other.operation_id <> op
            and other.forgotten_at is null
            and case
                when is_watch(other.operation_id)
                then other.closed_at is null and instant < holds_to
                else holds_from <= coalesce(other.closed_at, 'infinity') and other.opened_at < holds_to
            end
    )
)
;

-- Whether a version of a row of the lists held at any instant of an operation.
create or replace macro was_held(holds_from, holds_to, op) as (
    holds_from <= (select coalesce(run.closed_at, 'infinity') from operation as run where run.operation_id = op)
    and (select run.opened_at from operation as run where run.operation_id = op) < holds_to
)
;

-- Whether the forgetting of an operation touches a version of a row of the lists: it held, or nobody needs
-- it.
create or replace macro is_touched(set_of_lists, holds_from, holds_to, lists, op, instant) as (
    set_of_lists = lists
    and (
        was_held(holds_from, holds_to, op) or not is_needed(set_of_lists, holds_from, holds_to, op, instant)
    )
)
;

-- Imports that tell of an operation's people: those that its rows came in, and those into its lists whose
-- rows
-- were all refused, unless another operation reads these lists and they came after this one's end.
create or replace macro imports_to_forget(op, lists, is_alone) as table
    select found.import_id
    from imports_of(op) as found
    union
    select batch.import_id
    from import_batch as batch
    where
        batch.kind not in ('storm', 'readings', 'warnings')
        and (
            batch.operation_id = op
            or batch.roster = lists
            and (
                is_alone
                or batch.imported_at <= (
                    select coalesce(run.closed_at, 'infinity') from operation as run where run.operation_id = op
                )
            )
        )
;

-- The reports of an operation under numbers instead of the identifiers that their senders gave them, in
-- order.
create or replace macro renumbered(op) as table
    select
        event.event_id,
        op || '~' || lpad(cast(row_number() over (order by event.event_id) as varchar), 9, '0') as new_id
    from event
    where event.operation_id = op
;

-- Every version of every row of the lists, by register.
create or replace macro listed_versions() as table
    select 'responsible_person' as register, roster, valid_from, valid_to
    from responsible_person
    union all
    select 'evacuee', roster, valid_from, valid_to
    from evacuee
    union all
    select 'vessel', roster, valid_from, valid_to
    from vessel
    union all
    select 'construction_site', roster, valid_from, valid_to
    from construction_site
    union all
    select 'shelter', roster, valid_from, valid_to
    from shelter
    union all
    select 'facility', roster, valid_from, valid_to
    from facility
    union all
    select 'member_unit', roster, valid_from, valid_to
    from member_unit
    union all
    select 'harbour', roster, valid_from, valid_to
    from harbour
    union all
    select 'gauge', roster, valid_from, valid_to
    from gauge
    union all
    select 'team', roster, valid_from, valid_to
    from team
    union all
    select 'stock', roster, valid_from, valid_to
    from stock
    union all
    select 'terminal', roster, valid_from, valid_to
    from terminal
    union all
    select 'danger_zone', roster, valid_from, valid_to
    from danger_zone
    union all
    select 'village', roster, valid_from, valid_to
    from village
;
