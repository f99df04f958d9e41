-- Where and when a storm came ashore, as published.
create table if not exists landfall (
    storm_id varchar not null,
    place varchar not null,
    landfall_at timestamptz not null,
    lat double,
    lon double,
    text varchar,
    is_suspect boolean not null,
    suspect_reason varchar,
    source varchar not null,
    import_id varchar
)
;
comment on table landfall is 'Where and when a storm came ashore, as published'
;
comment on column landfall.storm_id is 'Which storm'
;
comment on column landfall.place is 'Place as published'
;
comment on column landfall.landfall_at is 'When'
;
comment on column landfall.lat is 'Latitude, degrees'
;
comment on column landfall.lon is 'Longitude, degrees'
;
comment on column landfall.text is 'The published sentence'
;
comment on column landfall.is_suspect is 'Whether the source contradicts itself'
;
comment on column landfall.suspect_reason is 'Why'
;
comment on column landfall.source is 'File or feed'
;
comment on column landfall.import_id is 'Import that brought it'
;
