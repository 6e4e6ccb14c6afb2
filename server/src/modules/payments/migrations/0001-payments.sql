create schema payments;

create table payments.payment (
  id uuid primary key,
  order_id uuid not null,
  method text not null check (method in ('card', 'blik', 'cash')),
  state text not null check (state in ('initiated', 'pending', 'captured', 'declined', 'unknown', 'refunded_partly', 'refunded')),
  amount_minor bigint not null check (amount_minor > 0),
  -- Promised back, whether or not the provider has carried it out yet: the cap of refunds is decided on this row.
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and amount_minor),
  currency text not null,
  created_at timestamptz not null,
  state_since timestamptz not null
) with (fillfactor = 85);
-- An order is never charged twice: only a declined payment makes room for the next one.
create unique index payment_live on payments.payment (order_id) where state <> 'declined';
create index payment_declined on payments.payment (order_id) where state = 'declined';

-- One knock at the provider's door. Its id is the idempotency key there. What the customer pays with is never stored.
-- Inserted by the same statement as its payment: a foreign key would only cost a look-up per attempt.
create table payments.attempt (
  id uuid primary key,
  payment_id uuid not null,
  order_id uuid not null,
  -- saved: may have been called · called: was called, the outcome is not final · answered: final.
  state text not null check (state in ('saved', 'called', 'answered')),
  outcome text check (outcome in ('captured', 'pending', 'declined', 'unknown')),
  provider_reference text,
  reason text,
  created_at timestamptz not null,
  answered_at timestamptz
) with (fillfactor = 85);
create index attempt_payment on payments.attempt (payment_id);
create index attempt_unresolved on payments.attempt (created_at) where state <> 'answered';

create table payments.refund (
  id uuid primary key,
  payment_id uuid not null references payments.payment (id),
  order_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('saved', 'done', 'refused', 'unknown')),
  reason text not null,
  provider_reference text,
  created_at timestamptz not null,
  answered_at timestamptz
);
create index refund_order on payments.refund (order_id);
create index refund_unresolved on payments.refund (created_at) where state in ('saved', 'unknown');
