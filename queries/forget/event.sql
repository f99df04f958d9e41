-- How does the log stand once the people of an operation are forgotten?
-- $operation_id whose people are forgotten; $salt of the pseudonyms.
-- $offices are the accounts that stay as they are, between commas; $has_decisions keeps the words of
-- decisions.
-- One row per event.
select *
from event
where operation_id <> $operation_id
union all by name
select
    event.* replace (
        named.new_id as event_id,
        forgotten_subject($salt, event.subject, event.subject_id) as subject_id,
        forgotten_source(event.source) as source,
        if(
            $has_decisions
            and event.subject in ('response', 'warning')
            and event.actor not in (select person_id from responsible_person),
            event.actor,
            forgotten_actor($salt, $offices, event.actor)
        ) as actor,
        if(
            event.subject in ('responsible_person', 'evacuee'), forgotten_degrees(event.lat), event.lat
        ) as lat,
        if(
            event.subject in ('responsible_person', 'evacuee'), forgotten_degrees(event.lon), event.lon
        ) as lon,
        if(
            event.subject = 'after_action' and not names_somebody($operation_id, event.payload),
            event.payload,
            forgotten_facts(
                $salt,
                $offices,
                event.payload,
                proposal.new_id,
                $has_decisions and event.subject in ('response', 'warning')
            )
        ) as payload,
        if(event.corrects is null, null, coalesce(corrected.new_id, 'x~unknown')) as corrects
    )
from event
inner join renumbered($operation_id) as named on event.event_id = named.event_id
left join renumbered($operation_id) as corrected on event.corrects = corrected.event_id
left join
    renumbered($operation_id) as proposal
    on json_extract_string(try_cast(event.payload as json), '$.proposal_id') = proposal.event_id
where event.operation_id = $operation_id
order by seq
