create schema if not exists channels;

create table channels.channel (
  id uuid primary key,
  code text collate "C" not null unique check (code ~ '^[a-z][a-z0-9-]{0,31}$'),
  kind text not null check (kind in ('web', 'app', 'till', 'call-centre', 'office')),
  name jsonb not null,
  currency text not null check (currency ~ '^[A-Z]{3}$')
);

-- The doors themselves speak for these three (a visitor without a key, an enrolled device, the office), so they exist
-- before any retailer is loaded. Fixed ids: the same in every installation.
insert into channels.channel (id, code, kind, name, currency) values
  ('019aa000-0000-7000-8000-000000000001', 'web', 'web', '{"pl": "Sklep internetowy", "en": "Web shop"}', 'PLN'),
  ('019aa000-0000-7000-8000-000000000002', 'store', 'till', '{"pl": "Sklepy stacjonarne", "en": "Stores"}', 'PLN'),
  ('019aa000-0000-7000-8000-000000000003', 'office', 'office', '{"pl": "Biuro", "en": "Office"}', 'PLN');
