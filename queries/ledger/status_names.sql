-- What is each status called?
-- One row per status of a facet.
select status.subject, status.facet, status.status, status.name_zh, status.name_en from status
