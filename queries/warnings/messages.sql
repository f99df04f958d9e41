-- Which warning messages were issued by the moment, as far as they were known?
-- $operation_id; $as_of, $known_at (UTC).
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
where
    message.operation_id = $operation_id and message.issued_at <= $as_of and message.recorded_at <= $known_at
order by message.issued_at, message.recorded_at, message.warning_id
