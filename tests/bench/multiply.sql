-- Makes a ledger `copies` times as large: every person, vessel, site and shelter, with what was reported of
-- them, stands beside copies of itself under identifiers of their own. Areas, levels and warnings stay.
insert into responsible_person
select
    original.* replace(
        original.person_id || '-' || copy.n as person_id,
        original.deputy_id || '-' || copy.n as deputy_id
    )
from responsible_person as original
cross join range(1, getvariable('copies')) as copy(n)
;

insert into evacuee
select
    original.* replace(
        original.evacuee_id || '-' || copy.n as evacuee_id,
        original.household_id || '-' || copy.n as household_id,
        original.linked_id || '-' || copy.n as linked_id,
        original.shelter_id || '-' || copy.n as shelter_id,
        original.township_guarantor_id || '-' || copy.n as township_guarantor_id,
        original.village_guarantor_id || '-' || copy.n as village_guarantor_id
    )
from evacuee as original
cross join range(1, getvariable('copies')) as copy(n)
;

insert into vessel
select
    original.* replace(
        original.vessel_id || '-' || copy.n as vessel_id,
        original.officer_id || '-' || copy.n as officer_id
    )
from vessel as original
cross join range(1, getvariable('copies')) as copy(n)
;

insert into construction_site
select
    original.* replace(
        original.site_id || '-' || copy.n as site_id,
        original.officer_id || '-' || copy.n as officer_id
    )
from construction_site as original
cross join range(1, getvariable('copies')) as copy(n)
;

insert into shelter
select
    original.* replace(
        original.shelter_id || '-' || copy.n as shelter_id,
        original.officer_id || '-' || copy.n as officer_id
    )
from shelter as original
cross join range(1, getvariable('copies')) as copy(n)
;

insert into span
select
    original.* replace(
        original.subject_id || '-' || copy.n as subject_id,
        original.event_id || '-' || copy.n as event_id
    )
from span as original
cross join range(1, getvariable('copies')) as copy(n)
where original.subject in ('responsible_person', 'evacuee', 'vessel', 'site', 'shelter')
;

-- Without its primary key, which no question uses and which would take minutes to build.
create table large_event as
select *
from event
union all by name
select
    original.* replace(
        original.subject_id || '-' || copy.n as subject_id,
        original.event_id || '-' || copy.n as event_id,
        regexp_replace(
            original.payload, '("shelter_id"\s*:\s*"[^"]+)"', '\1-' || copy.n || '"'
        ) as payload
    )
from event as original
cross join range(1, getvariable('copies')) as copy(n)
where original.subject in ('responsible_person', 'evacuee', 'vessel', 'site', 'shelter')
;

drop table event
;

alter table large_event rename to event
;

checkpoint
;
