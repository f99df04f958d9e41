-- What may be compared though it may not be shown: a visitor's macros of these names read behind his masks.
-- Whose phone is whose: phone_mark names the first person with this phone, person_mark the first with this
-- phone and this name.
create or replace macro phone_marks(op, as_of) as table
    select
        person.person_id,
        min(person.person_id) over (partition by person.phone) as phone_mark,
        min(person.person_id) over (partition by person.phone, person.name) as person_mark
    from responsible_person as person
    where
        person.roster = roster_of(op)
        and person.valid_from <= as_of
        and as_of < person.valid_to
        and person.phone is not null
;

-- Every name on the lists of people and of what people own.
create or replace macro listed_names(op) as table
    select name
    from responsible_person
    where roster = roster_of(op)
    union
    select name
    from evacuee
    where roster = roster_of(op)
    union
    select owner_name
    from vessel
    where roster = roster_of(op)
    union
    select manager_name
    from construction_site
    where roster = roster_of(op)
    union
    select manager_name
    from shelter
    where roster = roster_of(op)
    union
    select owner_name
    from facility
    where roster = roster_of(op)
    union
    select liaison_name
    from member_unit
    where roster = roster_of(op)
    union
    select leader_name
    from team
    where roster = roster_of(op)
    union
    select holder_name
    from terminal
    where roster = roster_of(op)
;
