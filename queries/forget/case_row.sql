-- How does the case library stand once the people of an operation are forgotten?
-- $operation_id whose people are forgotten; $salt of the pseudonyms; $offices are the accounts that stay as
-- they are, between commas.
-- One row per row: words that name somebody of the operation's lists, or a number to call, go; all else
-- stays.
select *
from case_row
where operation_id <> $operation_id
union all by name
select
    * replace (
        if(names_somebody($operation_id, name_zh), '已销毁', name_zh) as name_zh,
        if(names_somebody($operation_id, name_en), '已销毁', name_en) as name_en,
        if(names_somebody($operation_id, source), '已销毁', source) as source,
        forgotten_actor($salt, $offices, set_by) as set_by
    )
from case_row
where operation_id = $operation_id
