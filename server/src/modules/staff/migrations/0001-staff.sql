create schema staff;

-- Permissions are data: what a role may do. Places come with the assignment.
create table staff.role (
  code text primary key,
  name jsonb not null
);

create table staff.role_permission (
  role text not null references staff.role,
  permission text not null,
  primary key (role, permission)
);

insert into staff.role (code, name) values
  ('assistant', '{"pl": "Doradca klienta", "en": "Shop assistant"}'),
  ('store_manager', '{"pl": "Kierownik sklepu", "en": "Store manager"}'),
  ('manager', '{"pl": "Menedżer", "en": "Manager"}');

insert into staff.role_permission (role, permission)
select role, unnest(permissions) from (values
  ('assistant', array['fulfilment.pick', 'fulfilment.handover', 'till.sell', 'returns.accept', 'stock.read',
    'orders.read']),
  ('store_manager', array['fulfilment.pick', 'fulfilment.handover', 'till.sell', 'returns.accept', 'stock.read',
    'orders.read', 'stock.adjust', 'stock.receive', 'orders.cancel', 'devices.enrol', 'customers.read']),
  ('manager', array['orders.read', 'orders.cancel', 'fulfilment.pick', 'fulfilment.handover', 'till.sell',
    'returns.accept', 'stock.read', 'stock.adjust', 'stock.receive', 'prices.write', 'catalogue.write',
    'devices.enrol', 'staff.manage', 'keys.manage', 'webhooks.manage', 'events.read', 'audit.read',
    'customers.read', 'messages.read'])
) as given (role, permissions);

create table staff.staff (
  id uuid primary key,
  number text not null unique,
  name text not null,
  -- Lower case; null for people who sign in on devices only.
  email text unique,
  password_hash text,
  pin_hash text,
  active boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table staff.assignment (
  staff_id uuid not null references staff.staff,
  role text not null references staff.role,
  -- null: everywhere.
  location_id uuid,
  unique nulls not distinct (staff_id, role, location_id)
);

create table staff.device (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('till', 'handheld', 'kiosk')),
  location_id uuid not null,
  channel_id uuid not null,
  channel_code text not null,
  key_hash bytea not null unique check (length(key_hash) = 32),
  -- How long a session on this device may rest before it wants the PIN again.
  idle_minutes int not null check (idle_minutes between 1 and 720),
  enrolled_at timestamptz not null,
  enrolled_by uuid,
  revoked_at timestamptz
);
create index device_location on staff.device (location_id);

create table staff.enrolment_code (
  id uuid primary key,
  code_hash bytea not null unique check (length(code_hash) = 32),
  name text not null,
  kind text not null,
  location_id uuid not null,
  idle_minutes int not null,
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  device_id uuid
);

create table staff.staff_session (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  staff_id uuid not null references staff.staff,
  -- null: a session of the office, in a cookie.
  device_id uuid references staff.device,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  idle_ms int not null,
  last_used_at timestamptz not null,
  locked_at timestamptz,
  ended_at timestamptz
);
create index staff_session_staff on staff.staff_session (staff_id);
create index staff_session_device on staff.staff_session (device_id) where ended_at is null;

create table staff.machine_key (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('publishable', 'secret')),
  hint text not null,
  token_hash bytea not null unique check (length(token_hash) = 32),
  channel_id uuid not null,
  channel_code text not null,
  location_id uuid,
  scopes text[] not null,
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  check (kind = 'secret' or scopes = '{}')
);
