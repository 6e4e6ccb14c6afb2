create schema if not exists locations;

create table locations.location (
  id uuid primary key,
  code text collate "C" not null unique check (code ~ '^[A-Z0-9][A-Z0-9-]{0,15}$'),
  kind text not null check (kind in ('store', 'warehouse')),
  name text not null,
  city text not null,
  address jsonb not null,
  lat double precision not null check (lat between -90 and 90),
  lng double precision not null check (lng between -180 and 180),
  time_zone text not null,
  services text[] not null,
  pickup_lead_minutes int not null check (pickup_lead_minutes between 0 and 1440),
  phone text not null
);

-- Minutes since local midnight, so that a change of the clock moves nothing.
create table locations.opening_hours (
  location_id uuid not null references locations.location on delete cascade,
  weekday int not null check (weekday between 1 and 7),
  opens int not null check (opens >= 0),
  closes int not null check (closes <= 1440),
  primary key (location_id, weekday, opens),
  check (opens < closes)
);

-- One day that differs; both null means closed all day.
create table locations.hours_exception (
  location_id uuid not null references locations.location on delete cascade,
  date date not null,
  opens int check (opens >= 0),
  closes int check (closes <= 1440),
  reason text not null,
  primary key (location_id, date),
  check ((opens is null) = (closes is null)),
  check (opens < closes)
);
