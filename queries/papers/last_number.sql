-- Which number of a kind of paper was given last in a year?
-- $kind; $series (live or drill); $year of the figures.
-- One row; nought where none was.
select coalesce(max(step.number), 0) as last_number
from paper_step as step
inner join paper on step.paper_id = paper.paper_id and step.operation_id = paper.operation_id
where step.step = 'issued' and step.series = $series and step.year = $year and paper.kind = $kind
