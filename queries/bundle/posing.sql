-- In which operations from another desk does somebody of this name report or decide?
-- $actor as an account would be written; $operation_id (null: in any).
-- One row per operation; none where only this desk's own reports bear the name.
select distinct event.operation_id
from event
inner join brought on event.operation_id = brought.operation_id
where
    event.seq <= brought.last_seq
    and ($operation_id is null or event.operation_id = $operation_id)
    and (
        event.actor = $actor
        or (
            event.subject in ('response', 'after_action', 'order', 'action')
            and list_contains(
                json_extract_string(
                    try_cast(event.payload as json),
                    ['$.proposer', '$.approver', '$.hand', '$.said_by', '$.head']
                ),
                $actor
            )
        )
    )
