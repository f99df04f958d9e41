-- Forget the code that makes the first administrator.
-- One row per call: how many there were.
delete from first_code
;
