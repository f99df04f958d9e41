-- Which statuses may be recorded, and what does each mean for the work?
-- One row per status of a facet.
select status.subject, status.facet, status.status, status.progress from status
