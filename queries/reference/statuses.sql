-- Which statuses are there, what do they mean for the work, and what are they called?
-- One row per status of a facet, in order of rank.
select
    status.subject, status.facet, status.status, status.progress, status.rank, status.name_zh, status.name_en
from status
order by status.subject, status.facet, status.rank
