-- How personal data look to whoever may not see them whole; the mask of a mask is the mask, and
-- stormdesk/domain/masking.py does the same.
create or replace macro masked_name(whole) as (
    case
        when trim(whole, ' 　' || chr(9) || chr(10) || chr(13)) = ''
        then ''
        when whole is not null
        then left(trim(whole, ' 　' || chr(9) || chr(10) || chr(13)), 1) || '**'
    end
)
;

create or replace macro masked_phone(whole) as (
    case
        when regexp_full_match(whole, '[0-9]{3}[*]{4}[0-9]{4}|[*]{4}[0-9]{2}|[*]{0,4}')
        then whole
        when regexp_matches(whole, '([0-9][^0-9]*){5}')
        then
            regexp_replace(
                regexp_replace(
                    regexp_replace(whole, '[^0-9]', '', 'g'), '^([0-9]{3})[0-9]{3,}([0-9]{4})$', '\1****\2'
                ),
                '^[0-9]{3,7}([0-9]{2})$',
                '****\1'
            )
        when whole is not null
        then regexp_replace(regexp_replace(whole, '[^0-9]', '', 'g'), '[0-9]', '*', 'g')
    end
)
;

-- Free text about people is there or not, and nothing more.
create or replace macro masked_text(whole) as (case when whole is not null then '***' end)
;

-- Numbers by which somebody can be called or named, wherever they stand in a text.
create or replace macro masked_numbers(whole) as (
    regexp_replace(
        regexp_replace(
            regexp_replace(
                whole,
                '(^|[^0-9A-Za-z.])([1-9][0-9]{2})[0-9]{3}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{3}([0-9][0-9Xx])\b',
                '\1\2*************\3',
                'g'
            ),
            '(^|[^0-9A-Za-z.])([A-Za-z]{0,8})(1[3-9][0-9])[- ]?[0-9]{4}[- ]?([0-9]{4})\b',
            '\1\2\3****\4',
            'g'
        ),
        '(^|[^0-9A-Za-z.])(0[0-9]{2})[0-9]?[- ]?[0-9]{3,4}[- ]?([0-9]{4})\b',
        '\1\2****\3',
        'g'
    )
)
;

-- A file's name may hold a person's: what tells it from others and its kind stay.
create or replace macro masked_file(whole) as (
    case
        when regexp_full_match(whole, '[*]{4}[0-9a-f]{6}([.][A-Za-z0-9]{1,5})?')
        then whole
        when regexp_matches(whole, '[.][A-Za-z0-9]{1,5}$|[^a-zA-Z0-9_ .]')
        then '****' || left(md5(whole), 6) || regexp_extract(whole, '[.][A-Za-z0-9]{1,5}$')
        else whole
    end
)
;

-- Who reported: identifiers, posts and units stay, what reads like a person's name does not.
create or replace macro masked_actor(whole) as (
    case
        when
            regexp_full_match(
                whole,
                '[a-z0-9_:.@ -]+|[!-~]*[0-9_:][!-~]*|.*(局|办|部|委|室|站|台|组|队|处|院|村|社区|镇|乡|街道|会|公司|集团|中心|派出所|供电所|卫生所|学校|医院|水厂|电厂|企业|单位|指挥|主任|书记|值班员)|.{3,}(长|员)|[^((]{2,}(指挥|主任|书记)[((][^()()]{1,12}(长|主任|书记)[))]'
            )
            and not regexp_matches(whole, '(^|[^0-9])(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})($|[^0-9])')
        then whole
        else masked_name(whole)
    end
)
;

-- Where somebody lives, to about a hundred metres.
create or replace macro masked_place(degrees) as (round(degrees, 3))
;

-- What a report says beside its status: without numbers for whoever may report on the subject himself, for
-- others only what is no free text.
create or replace macro masked_payload(subject, payload) as (
    case
        when payload is null
        then null
        when regexp_full_match(payload, '\{"(shelter_id|harbour_id)": "[A-Za-z0-9_:-]{0,60}"\}')
        then payload
        when list_contains(string_split(getvariable('texts'), ','), subject)
        then masked_numbers(payload)
        when not json_valid(payload)
        then '{"text": "***"}'
        else
            json_merge_patch(
                '{"text": "***"}',
                to_json(
                    json_transform(
                        payload,
                        '{"shelter_id": "VARCHAR", "harbour_id": "VARCHAR", "owner_unit": "VARCHAR", "due_at": "VARCHAR", "step": "VARCHAR", "fact": "VARCHAR", "value": "DOUBLE"}'
                    )
                )
            )::varchar
    end
)
;

-- The area that the reader is held to; none for the whole county.
create or replace macro own_area() as (cast(getvariable('area_code') as varchar))
;

-- Whether the reader's scope holds a row: all of the county, or his township's, or his village's.
create or replace macro is_own(township_code, village_code) as (
    own_area() is null
    or township_code = own_area()
    or village_code = own_area()
)
;

-- The same for who answers: a village also sees those of its own township who belong to no village.
create or replace macro is_own_officer(township_code, village_code) as (
    is_own(township_code, village_code)
    or village_code is null
    and length(own_area()) = 12
    and township_code = left(own_area(), 9)
)
;

-- The same for reports: what the county itself decides and warns of is everybody's.
create or replace macro is_own_report(subject, subject_id, category, township_code, village_code) as (
    is_own(township_code, village_code)
    or subject in ('response', 'warning', 'unit', 'action', 'after_action')
    or subject = 'log'
    and category = 'fact'
    or subject = 'order'
    and list_contains(string_split(category, ','), own_area())
    or subject = 'area'
    and subject_id = own_area()
    or subject = 'responsible_person'
    and is_own_officer(township_code, village_code)
)
;

-- What a report is classed as; an order that names several townships tells each of them of itself only.
create or replace macro own_category(subject, category, township_code) as (
    if(subject = 'order' and own_area() is not null and township_code is null, own_area(), category)
)
;

-- The same for how many people an order moves in each township that it names.
create or replace macro own_places(subject, payload) as (
    case
        when subject <> 'order' or own_area() is null or not json_exists(try_cast(payload as json), '$.places')
        then payload
        else
            json_merge_patch(
                payload,
                json_object(
                    'places',
                    list_filter(
                        from_json(
                            json_extract(payload, '$.places'), '[{"township_code": "VARCHAR", "persons": "BIGINT"}]'
                        ),
                        lambda place: place.township_code = own_area()
                    )
                )
            )::varchar
    end
)
;

create or replace macro shown_name(whole) as (
    case when getvariable('shows_personal') then whole else masked_name(whole) end
)
;

-- The name of a thing, without the name of whose it is.
create or replace macro shown_thing(thing, owner) as (
    case
        when getvariable('shows_personal') or owner is null or length(owner) < 2
        then thing
        else replace(thing, owner, masked_name(owner))
    end
)
;

create or replace macro shown_phone(whole) as (
    case when getvariable('shows_personal') then whole else masked_phone(whole) end
)
;

create or replace macro shown_text(whole) as (
    case when getvariable('shows_personal') then whole else masked_text(whole) end
)
;

create or replace macro shown_file(whole) as (
    case when getvariable('shows_personal') then whole else masked_file(whole) end
)
;

create or replace macro shown_actor(whole) as (
    case when getvariable('shows_personal') then whole else masked_actor(whole) end
)
;

create or replace macro shown_place(degrees) as (
    case when getvariable('shows_personal') then degrees else masked_place(degrees) end
)
;

create or replace macro shown_payload(subject, payload) as (
    case
        when getvariable('shows_personal')
        then own_places(subject, payload)
        else masked_payload(subject, own_places(subject, payload))
    end
)
;

-- The rows of every register that the reader sees, by register and identifier.
create or replace macro own_objects() as table
    select 'responsible_person' as register, person_id as object_id
    from responsible_person
    union
    select 'evacuee', evacuee_id
    from evacuee
    union
    select 'vessel', vessel_id
    from vessel
    union
    select 'construction_site', site_id
    from construction_site
    union
    select 'shelter', shelter_id
    from shelter
    union
    select 'facility', facility_id
    from facility
    union
    select 'member_unit', unit_id
    from member_unit
    union
    select 'harbour', harbour_id
    from harbour
    union
    select 'gauge', gauge_id
    from gauge
    union
    select 'team', team_id
    from team
    union
    select 'stock', stock_id
    from stock
    union
    select 'terminal', terminal_id
    from terminal
    union
    select 'danger_zone', zone_id
    from danger_zone
    union
    select 'village', village_id
    from village
;
