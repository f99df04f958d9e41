-- When did an account look at the brief of an operation?
-- $account_id; $operation_id; $as_of, $known_at (UTC) the moment now on screen: a look at a later one, of a
-- clock that was set back since, does not count; $most how many, the last ones.
-- One row per look, the earliest first.
select as_of, known_at, looked_at, is_read
from
    (
        select as_of, known_at, looked_at, is_read
        from look
        where
            account_id = $account_id
            and operation_id = $operation_id
            and as_of <= $as_of
            and known_at <= $known_at
        order by looked_at desc
        limit $most
    ) as recent
order by looked_at
