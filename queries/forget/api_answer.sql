-- Which answers of the API stay once the people of an operation are forgotten? None: they may tell of
-- anybody.
-- One row per answer.
select * from api_answer where false
