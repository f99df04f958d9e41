-- How personal data look to whoever may not see them whole.
create or replace macro masked_name(whole) as (
    case when trim(whole) = '' then '' when whole is not null then left(trim(whole), 1) || '**' end
)
;

create or replace macro masked_phone(whole) as (
    case
        when length(regexp_replace(whole, '[^0-9]', '', 'g')) >= 10
        then left(regexp_replace(whole, '[^0-9]', '', 'g'), 3) || '****' || right(regexp_replace(whole, '[^0-9]', '', 'g'), 4)
        when length(regexp_replace(whole, '[^0-9]', '', 'g')) > 4
        then '****' || right(regexp_replace(whole, '[^0-9]', '', 'g'), 2)
        when whole is not null
        then repeat('*', length(regexp_replace(whole, '[^0-9]', '', 'g')))
    end
)
;

-- Whether the reader's scope holds a row: all of the county, or his township's, or his village's.
create or replace macro is_own(township_code, village_code) as (
    getvariable('area_code') is null
    or township_code = getvariable('area_code')
    or village_code = getvariable('area_code')
)
;

create or replace macro shown_name(whole) as (
    case when getvariable('shows_personal') then whole else masked_name(whole) end
)
;

create or replace macro shown_phone(whole) as (
    case when getvariable('shows_personal') then whole else masked_phone(whole) end
)
;

create or replace macro shown_text(whole) as (case when getvariable('shows_personal') then whole end)
;
