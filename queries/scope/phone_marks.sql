-- Whose phone is whose among those whom the visitor sees, by the whole numbers, which are not shown.
create or replace temp macro phone_marks(op, as_of) as table
    select
        person.person_id,
        min(person.person_id) over (partition by person.phone) as phone_mark,
        min(person.person_id) over (partition by person.phone, person.name) as person_mark
    from stormdesk.main.responsible_person as person
    where
        person.roster = roster_of(op)
        and person.valid_from <= as_of
        and as_of < person.valid_to
        and person.phone is not null
        and is_own_officer(person.township_code, person.village_code)
;
