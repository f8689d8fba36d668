// Bodies are JSON in `text`, as it was written: whatever a newer program knows besides rides along, and jsonb takes neither
// "\u0000" nor half a surrogate. What is asked for stands beside the body, in columns.
export const begin = `
create function reprieve.now() returns double precision language sql volatile
  as $$ select floor(extract(epoch from clock_timestamp())::double precision * 1000) $$;

create table reprieve.meta (
  is_only boolean primary key default true check (is_only),
  format integer not null,
  oldest_reader integer not null,
  erased_before double precision,
  kept_before double precision,
  kept_days double precision
);
insert into reprieve.meta (format, oldest_reader) values (1, 1);

create table reprieve.last_commits (
  connection text primary key,
  commit_id text not null,
  at timestamptz not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table reprieve.incidents (
  id text collate "C" primary key,
  tenant_id text collate "C" not null,
  entity_key text collate "C" not null,
  version bigint not null,
  opened_at double precision not null,
  closed_at double precision,
  is_standing boolean not null,
  is_erased boolean not null default false,
  body text not null
) with (fillfactor = 80);
create unique index incidents_live_owner on reprieve.incidents (tenant_id, entity_key) where closed_at is null;
create index incidents_live on reprieve.incidents (opened_at, id) where closed_at is null;
create index incidents_closed on reprieve.incidents (closed_at desc, id desc) where closed_at is not null;
create index incidents_closed_tenant on reprieve.incidents (tenant_id, closed_at desc, id desc) where closed_at is not null;
create index incidents_closed_entity on reprieve.incidents (entity_key, closed_at desc, id desc) where closed_at is not null;
create index incidents_standing on reprieve.incidents (closed_at desc, id desc) where closed_at is not null and is_standing;
create index incidents_to_erase on reprieve.incidents (closed_at) where closed_at is not null and not is_erased;

create table reprieve.closed_counts (
  tenant_id text collate "C" primary key,
  closed bigint not null
);

create table reprieve.waiting (
  key text collate "C" primary key,
  number bigint generated always as identity,
  lane text collate "C" not null,
  due_at double precision not null,
  attempts double precision not null,
  kind text collate "C" not null,
  tenant_id text collate "C" not null,
  platform text collate "C" not null,
  is_held boolean not null,
  body text not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
create index waiting_due on reprieve.waiting (due_at);
create index waiting_held on reprieve.waiting (key) where is_held;

create table reprieve.running (
  token text collate "C" primary key,
  key text collate "C" not null,
  number bigint not null,
  lane text collate "C" not null,
  due_at double precision not null,
  attempts double precision not null,
  kind text collate "C" not null,
  tenant_id text collate "C" not null,
  platform text collate "C" not null,
  lease_expires_at double precision not null,
  body text not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
create unique index running_lane on reprieve.running (lane);

create sequence reprieve.cell_version;
create table reprieve.cells (
  key text collate "C" primary key,
  version bigint not null,
  until double precision,
  body text not null
) with (fillfactor = 70);
create index cells_until on reprieve.cells (until) where until is not null;

create table reprieve.journal_head (
  is_only boolean primary key default true check (is_only),
  seq bigint not null,
  hash text not null
);
insert into reprieve.journal_head (seq, hash) values (0, repeat('0', 64));

create table reprieve.journal (
  seq bigint primary key,
  incident_id text collate "C",
  at double precision not null,
  previous_hash text not null,
  hash text not null,
  body text not null
);
create index journal_incident on reprieve.journal (incident_id, seq) where incident_id is not null;

create table reprieve.texts (
  seq bigint primary key,
  incident_id text collate "C",
  at double precision not null,
  body text not null
);
create index texts_at on reprieve.texts (at);
create index texts_incident on reprieve.texts (incident_id) where incident_id is not null;
`
