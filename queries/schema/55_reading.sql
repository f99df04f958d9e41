-- What gauges read: rain, levels, flows, wind; kept as sent, doubtful ones flagged.
create table if not exists reading (
    operation_id varchar not null,
    gauge_id varchar not null,
    quantity varchar not null,
    read_at timestamptz not null,
    value double not null,
    recorded_at timestamptz not null,
    source varchar not null,
    is_suspect boolean not null,
    suspect_reason varchar,
    import_id varchar
)
;
comment on table reading is 'What gauges read: rain, levels, flows, wind; kept as sent, doubtful ones flagged'
;
comment on column reading.operation_id is 'The run of a response'
;
comment on column reading.gauge_id is 'Gauge, as its owner numbers it'
;
comment on column reading.quantity is 'What was read, with its unit last: rain_mm_1h, level_m, storage_m3_million, flow_m3s, wind_ms …'
;
comment on column reading.read_at is 'When it was so'
;
comment on column reading.value is 'The value in the unit of the quantity'
;
comment on column reading.recorded_at is 'When we learned it'
;
comment on column reading.source is 'Who says so'
;
comment on column reading.is_suspect is 'Whether it is kept but not counted'
;
comment on column reading.suspect_reason is 'Why it is not counted'
;
comment on column reading.import_id is 'Import that brought it'
;
