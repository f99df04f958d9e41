-- Which statuses may be recorded?
-- One row per status of a facet.
select status.subject, status.facet, status.status from status
