-- Which warning messages does an operation hold?
-- $operation_id. When each was issued and learned is for who reads them at a moment.
-- One row per message, the earliest first.
select
    message.warning_id,
    message.issued_at,
    message.recorded_at,
    message.action,
    message.kind,
    message.colour,
    message.issuer,
    message.title,
    message.text,
    message.advice,
    message.area_names,
    message.area_codes,
    message.outline,
    message.effective_at,
    message.expires_at,
    message.supersedes,
    message.is_exercise,
    message.source
from weather_warning as message
where message.operation_id = $operation_id
order by message.issued_at, message.recorded_at, message.warning_id
