-- Which status may follow which?
-- One row per allowed transition; an empty before stands for the first report.
select transition.subject, transition.facet, transition.from_status, transition.to_status from transition
