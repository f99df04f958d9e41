-- Does a text name somebody of the lists, or hold a number to call?
-- $operation_id whose lists are looked through; $text.
-- One row.
select names_somebody($operation_id, $text) as is_named
