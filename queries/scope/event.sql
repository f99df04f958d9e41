-- Reports as a visitor sees them: those of his area and what the county decides for all, masked.
create or replace temp view event as
select
    * replace (
        shown_file(source) as source,
        shown_actor(actor) as actor,
        if(subject = 'evacuee', shown_place(lat), lat) as lat,
        if(subject = 'evacuee', shown_place(lon), lon) as lon,
        own_category(subject, category, township_code) as category,
        shown_payload(subject, payload) as payload
    )
from stormdesk.main.event
where is_own_report(subject, subject_id, category, township_code, village_code)
;
