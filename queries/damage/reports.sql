-- What has each township said of its losses, since when, and did a figure fall?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Quantity in the unit of the item (category of the kind damage); peak is the most ever told in the same
-- chain; said is what was written beside the word; a nil report stands under the item `all`.
-- One row per township and item with a word; what nobody spoke of has no row.
with
    told as (
        select
            event.subject_id,
            min(event.happened_at) as first_happened_at,
            min(event.recorded_at) as first_recorded_at,
            min(event.happened_at) filter (event.quantity > 0) as first_loss_at,
            min(event.recorded_at) filter (event.quantity > 0) as first_loss_told_at,
            max(event.quantity) as peak
        from standing_events($operation_id, $known_at) as event
        where event.subject = 'damage' and event.happened_at <= $as_of
        group by event.subject_id
    ),

    word as (
        select *
        from held($operation_id, 'damage', 'loss', $as_of, $known_at)
        union all
        select *
        from held($operation_id, 'damage', 'nil', $as_of, $known_at)
    )

select
    coalesce(word.township_code, split_part(word.subject_id, ':', 1)) as township_code,
    split_part(word.subject_id, ':', 2) as item,
    word.status,
    word.quantity,
    word.valid_from as happened_at,
    word.known_from as recorded_at,
    word.event_id,
    event.source,
    event.actor,
    case
        when json_valid(event.payload)
        then
            coalesce(
                json_extract_string(event.payload, '$.reason'), json_extract_string(event.payload, '$.text')
            )
    end as said,
    told.first_happened_at,
    told.first_recorded_at,
    told.first_loss_at,
    told.first_loss_told_at,
    told.peak
from word
inner join event on word.event_id = event.event_id
left join told on word.subject_id = told.subject_id
where
    $area_code is null
    or coalesce(word.township_code, split_part(word.subject_id, ':', 1)) = left($area_code, 9)
order by township_code, item
