-- Settings of the clock as a visitor sees them: every one.
create or replace temp view clock_setting as
select * replace (shown_actor(set_by) as set_by)
from stormdesk.main.clock_setting
;
