-- Where vessels were, as they or a tracker reported.
create table if not exists position (
    operation_id varchar not null,
    vessel_id varchar not null,
    positioned_at timestamptz not null,
    recorded_at timestamptz not null,
    lat double not null,
    lon double not null,
    speed_kn double,
    course_deg double,
    source varchar not null,
    is_suspect boolean not null,
    suspect_reason varchar,
    import_id varchar,
    mmsi varchar
)
;
alter table position add column if not exists suspect_reason varchar
;
alter table position add column if not exists import_id varchar
;
alter table position add column if not exists mmsi varchar
;
comment on table position is 'Where vessels were, as they or a tracker reported'
;
comment on column position.operation_id is 'The run of a response'
;
comment on column position.vessel_id is 'Which vessel [personal: id]'
;
comment on column position.positioned_at is 'When it was there'
;
comment on column position.recorded_at is 'When we learned it'
;
comment on column position.lat is 'Latitude, degrees WGS 84'
;
comment on column position.lon is 'Longitude, degrees WGS 84'
;
comment on column position.speed_kn is 'Speed over ground, knots'
;
comment on column position.course_deg is 'Course over ground, degrees from north'
;
comment on column position.source is 'Who says so [personal: file]'
;
comment on column position.is_suspect is 'Whether it is kept but not drawn: a jump, on land, impossible speed'
;
comment on column position.suspect_reason is 'Why it is kept but not drawn'
;
comment on column position.import_id is 'Import that brought it'
;
comment on column position.mmsi is 'Radio identity as sent'
;
