-- Every name on the lists, so that a question can leave out the texts that hold one; shown by none.
create or replace temp macro listed_names(op) as table
    select name
    from stormdesk.main.responsible_person
    where roster = roster_of(op)
    union
    select name
    from stormdesk.main.evacuee
    where roster = roster_of(op)
    union
    select owner_name
    from stormdesk.main.vessel
    where roster = roster_of(op)
    union
    select manager_name
    from stormdesk.main.construction_site
    where roster = roster_of(op)
    union
    select manager_name
    from stormdesk.main.shelter
    where roster = roster_of(op)
    union
    select owner_name
    from stormdesk.main.facility
    where roster = roster_of(op)
    union
    select liaison_name
    from stormdesk.main.member_unit
    where roster = roster_of(op)
    union
    select leader_name
    from stormdesk.main.team
    where roster = roster_of(op)
    union
    select holder_name
    from stormdesk.main.terminal
    where roster = roster_of(op)
;
