create schema storedvalue;

-- Cards that were ordered together, for print or for a campaign; a job issues them in chunks.
create table storedvalue.batch (
  id uuid primary key,
  cards int not null check (cards > 0),
  issued int not null default 0 check (issued between 0 and cards),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  expires_at timestamptz,
  note text not null,
  created_at timestamptz not null,
  created_by uuid,
  done_at timestamptz
);

-- Value that somebody may spend: a gift card (whoever holds number and PIN) or the store credit of a customer.
create table storedvalue.account (
  id uuid primary key,
  kind text not null check (kind in ('gift_card', 'store_credit')),
  state text not null check (state in ('active', 'blocked', 'expired')),
  number text collate "C" not null unique check (number ~ '^[0-9]{16}$'),
  -- HMAC under a key that is not in the database; null: nobody may spend it by number.
  pin_hash bytea check (length(pin_hash) = 32),
  -- Each new PIN is another one; the PIN itself is derived and never stored.
  pin_version int not null default 1,
  currency text not null,
  -- What may be spent now: the sum of the entries. What is held for an order has left it already.
  balance_minor bigint not null default 0 check (balance_minor >= 0),
  customer_id uuid,
  batch_id uuid references storedvalue.batch,
  note text not null default '',
  issued_at timestamptz not null,
  -- Null: never.
  expires_at timestamptz,
  version int not null default 1,
  check (kind = 'store_credit' or customer_id is null)
) with (fillfactor = 85);
create unique index account_credit on storedvalue.account (customer_id, currency) where customer_id is not null;
create index account_batch on storedvalue.account (batch_id, id) where batch_id is not null;
create index account_expiring on storedvalue.account (expires_at) where state <> 'expired' or balance_minor > 0;

-- The ledger. What an account is worth is the sum of its entries, nothing else.
create table storedvalue.entry (
  seq bigint generated always as identity primary key,
  account_id uuid not null,
  kind text not null check (kind in ('issue', 'top_up', 'spend_hold', 'spend', 'release', 'refund', 'expire', 'correction')),
  -- In minor units of the account's currency; what leaves is negative.
  amount_minor bigint not null check (amount_minor <> 0),
  balance_after_minor bigint not null check (balance_after_minor >= 0),
  -- What it was done for, so that it is done once: a payment, a refund, a command.
  reference uuid not null,
  order_id uuid,
  at timestamptz not null,
  actor jsonb not null,
  channel_code text not null,
  location_id uuid,
  reason text not null default '',
  unique (account_id, kind, reference),
  check (case when kind in ('spend_hold', 'spend', 'expire') then amount_minor < 0
              when kind = 'correction' then true else amount_minor > 0 end)
);
create index entry_account on storedvalue.entry (account_id, seq);

create function storedvalue.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: record a correction instead' using errcode = 'restrict_violation';
end $$;
create trigger entry_append_only before update or delete or truncate on storedvalue.entry
  for each statement execute function storedvalue.refuse_change();

-- Value that waits for the rest of an order's money. Its id is the payment's, so a payment holds once.
create table storedvalue.hold (
  payment_id uuid primary key,
  account_id uuid not null,
  order_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('held', 'captured', 'released')),
  created_at timestamptz not null,
  ended_at timestamptz
) with (fillfactor = 85);
create index hold_open on storedvalue.hold (account_id) where state = 'held';

-- Wrong PINs by number, also by numbers that nobody has: who guesses learns nothing from a lock. The key is an HMAC of the number.
create table storedvalue.wrong_pin (
  number_key bytea primary key check (length(number_key) = 32),
  failures int not null,
  since timestamptz not null,
  locked_until timestamptz
);
create index wrong_pin_since on storedvalue.wrong_pin (since);

-- Writes one entry and moves the balance with it. The account is locked.
create function storedvalue.append(
  p_account uuid, p_kind text, p_amount bigint, p_entry json, p_now timestamptz
) returns void language plpgsql as $$
declare
  after bigint;
begin
  update storedvalue.account set balance_minor = balance_minor + p_amount where id = p_account
  returning balance_minor into strict after;
  insert into storedvalue.entry (account_id, kind, amount_minor, balance_after_minor, reference, order_id, at, actor, channel_code,
    location_id, reason)
  values (p_account, p_kind, p_amount, after, (p_entry->>'reference')::uuid, (p_entry->>'orderId')::uuid, p_now,
    (p_entry->'actor')::jsonb, p_entry->>'channel', (p_entry->>'locationId')::uuid, coalesce(p_entry->>'reason', ''));
end $$;

-- Decides and writes entries, in the order of accounts and within one in the order given. What is refused leaves nothing.
-- Answers per entry, by position from 1: done, again (it stands already), short, blocked, expired, wrong_currency, unknown.
create function storedvalue.post(p_entries json, p_now timestamptz)
returns table ("position" int, outcome text, balance_minor bigint, amount_minor bigint) language plpgsql as $$
#variable_conflict use_column
declare
  asked record;
  own storedvalue.account;
  amount bigint;
begin
  -- All accounts first and by id: a batch may name one twice.
  perform 1 from storedvalue.account a
    where a.id in (select (e->>'accountId')::uuid from json_array_elements(p_entries) e) order by a.id for update;
  for asked in
    select e, ord::int as ord, (e->>'accountId')::uuid as account_id, e->>'kind' as kind, (e->>'amountMinor')::bigint as minor
      from json_array_elements(p_entries) with ordinality as given (e, ord)
     order by (e->>'accountId')::uuid, ord
  loop
    select * into own from storedvalue.account a where a.id = asked.account_id;
    position := asked.ord;
    amount := case when asked.kind in ('spend_hold', 'spend') then -asked.minor
                   when asked.kind = 'expire' then -own.balance_minor else asked.minor end;
    outcome := case
      when own.id is null then 'unknown'
      when exists (select from storedvalue.entry n where n.account_id = own.id and n.kind = asked.kind
                      and n.reference = (asked.e->>'reference')::uuid) then 'again'
      when own.currency <> asked.e->>'currency' then 'wrong_currency'
      when asked.kind not in ('expire', 'correction') and (own.state = 'expired' or own.expires_at <= p_now) then 'expired'
      when asked.kind not in ('expire', 'correction') and own.state = 'blocked' then 'blocked'
      when own.balance_minor + amount < 0 then 'short'
      else 'done' end;
    if outcome = 'done' and amount <> 0 then
      perform storedvalue.append(own.id, asked.kind, amount, asked.e, p_now);
      if asked.kind = 'spend_hold' then
        insert into storedvalue.hold (payment_id, account_id, order_id, amount_minor, state, created_at)
        values ((asked.e->>'reference')::uuid, own.id, (asked.e->>'orderId')::uuid, asked.minor, 'held', p_now);
      end if;
      own.balance_minor := own.balance_minor + amount;
    end if;
    balance_minor := own.balance_minor;
    amount_minor := amount;
    return next;
  end loop;
end $$;

-- Ends holds: what was captured is spent for good, what was released may be spent again, whatever became of the card meanwhile.
-- p_entries: reference (the payment) and who does it. Holds that have ended, or never were, are left alone.
create function storedvalue.end_holds(p_entries json, p_state text, p_now timestamptz)
returns table (payment_id uuid, account_id uuid, order_id uuid, amount_minor bigint) language plpgsql as $$
#variable_conflict use_column
declare
  ending record;
begin
  perform 1 from storedvalue.account a
    where a.id in (select h.account_id from storedvalue.hold h
                    where h.payment_id in (select (e->>'reference')::uuid from json_array_elements(p_entries) e))
    order by a.id for update;
  for ending in
    select e, h.payment_id, h.account_id, h.order_id, h.amount_minor
      from json_array_elements(p_entries) e join storedvalue.hold h on h.payment_id = (e->>'reference')::uuid
     order by h.account_id, h.payment_id
  loop
    update storedvalue.hold h set state = p_state, ended_at = p_now
     where h.payment_id = ending.payment_id and h.state = 'held';
    continue when not found;
    perform storedvalue.append(ending.account_id, 'release', ending.amount_minor, ending.e, p_now);
    if p_state = 'captured' then
      perform storedvalue.append(ending.account_id, 'spend', -ending.amount_minor, ending.e, p_now);
    end if;
    return query select ending.payment_id, ending.account_id, ending.order_id, ending.amount_minor;
  end loop;
end $$;

-- One try of number and PIN. The row of the number is locked first, so a thousand guesses at once are counted one after another,
-- and right ones never lock each other out. Answers right (with the account), wrong, or locked (with its end).
create function storedvalue.try_pin(
  p_number text, p_number_key bytea, p_pin_hash bytea, p_now timestamptz,
  p_allowed int, p_lock_ms float8, p_longest_ms float8, p_forget_ms float8
) returns table (outcome text, account_id uuid, locked_until timestamptz) language plpgsql as $$
#variable_conflict use_column
declare
  wrong storedvalue.wrong_pin;
begin
  insert into storedvalue.wrong_pin as w (number_key, failures, since) values (p_number_key, 0, p_now)
  on conflict (number_key) do update set failures = w.failures
  returning * into wrong;
  if wrong.locked_until > p_now then
    return query select 'locked', null::uuid, wrong.locked_until;
    return;
  end if;
  select a.id into account_id from storedvalue.account a where a.number = p_number and a.pin_hash = p_pin_hash;
  if account_id is not null then
    delete from storedvalue.wrong_pin w where w.number_key = p_number_key;
    outcome := 'right';
  else
    if wrong.since < p_now - p_forget_ms * interval '1 millisecond' then
      wrong.failures := 0;
      wrong.since := p_now;
    end if;
    wrong.failures := wrong.failures + 1;
    update storedvalue.wrong_pin w
       set failures = wrong.failures, since = wrong.since,
           locked_until = case when wrong.failures >= p_allowed then
             p_now + interval '1 millisecond' * least(p_longest_ms, p_lock_ms * power(2, least(wrong.failures - p_allowed, 20))) end
     where w.number_key = p_number_key;
    outcome := 'wrong';
  end if;
  return next;
end $$;
