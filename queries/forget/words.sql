-- Which names, numbers, addresses and words must be found nowhere once the people of an operation are
-- forgotten?
-- $operation_id and the $roster that it reads; $done_at (UTC); $has_officials and $has_decisions keep the
-- names
-- of responsible persons and the words of decisions.
-- One row per name, number, address or word.
with
    people as (
        select person.name, person.phone, person.note, null as address, person.valid_from, person.valid_to
        from responsible_person as person
        where person.roster = $roster and not $has_officials
        union all
        select null, person.phone, person.note, null, person.valid_from, person.valid_to
        from responsible_person as person
        where person.roster = $roster
        union all
        select name, phone, note, address, valid_from, valid_to
        from evacuee
        where roster = $roster
        union all
        select owner_name, phone, note, null, valid_from, valid_to
        from vessel
        where roster = $roster
        union all
        select manager_name, phone, note, null, valid_from, valid_to
        from construction_site
        where roster = $roster
        union all
        select manager_name, phone, note, null, valid_from, valid_to
        from shelter
        where roster = $roster
        union all
        select owner_name, phone, note, null, valid_from, valid_to
        from facility
        where roster = $roster
        union all
        select liaison_name, phone, note, null, valid_from, valid_to
        from member_unit
        where roster = $roster
        union all
        select leader_name, phone, note, null, valid_from, valid_to
        from team
        where roster = $roster
        union all
        select holder_name, phone, note, null, valid_from, valid_to
        from terminal
        where roster = $roster
    ),
    leaving as (
        select *
        from people
        where
            was_held(valid_from, valid_to, $operation_id)
            or not is_needed($roster, valid_from, valid_to, $operation_id, $done_at)
    ),
    told as (
        select
            unnest(
                json_extract_string(
                    payload,
                    ['$.text', '$.text_zh', '$.note', '$.said_by', '$.reason', '$.title', '$.title_zh']
                )
            ) as word
        from event
        where
            operation_id = $operation_id
            and json_type(try_cast(payload as json)) = 'OBJECT'
            and not ($has_decisions and subject in ('response', 'warning'))
    )
select distinct trim(word) as word
from
    (
        select name as word
        from leaving
        union
        select phone
        from leaving
        union
        select address
        from leaving
        union
        select note
        from leaving
        union
        select word
        from told
    )
where length(trim(word)) >= 2 and trim(word) <> '已销毁'
order by word
