-- Money for cards that was bought with an order of a basket: a new card, or a top-up of one that somebody has. Written with the order,
-- done when its money has come.
create table storedvalue.purchase (
  -- Made when it was put into the basket; a new card has this id, and the entry that it makes this reference.
  id uuid primary key,
  order_id uuid not null,
  -- Of the order's lines.
  line_no int not null,
  -- The card that is topped up; of a new one null until it is issued.
  account_id uuid,
  kind text not null check (kind in ('card', 'top_up')),
  state text not null check (state in ('waiting', 'done', 'taken_back', 'void')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  -- What went back to the buyer, when she gave up what was not spent.
  returned_minor bigint not null default 0 check (returned_minor between 0 and amount_minor),
  -- To whom the card is sent, and with which words: { email, message }. Forgotten once it is sent. Null: the buyer herself.
  receiver jsonb,
  is_gift boolean not null,
  created_at timestamptz not null,
  done_at timestamptz,
  unique (order_id, line_no)
) with (fillfactor = 85);
create index purchase_receiver on storedvalue.purchase (created_at) where receiver is not null;

-- What was bought and is given up again leaves the card: `take_back`, as much as is left of what was paid.
alter table storedvalue.entry drop constraint entry_kind_check;
alter table storedvalue.entry add constraint entry_kind_check
  check (kind in ('issue', 'top_up', 'spend_hold', 'spend', 'release', 'refund', 'expire', 'correction', 'take_back'));
alter table storedvalue.entry drop constraint entry_check;
alter table storedvalue.entry add constraint entry_check
  check (case when kind in ('spend_hold', 'spend', 'expire', 'take_back') then amount_minor < 0
              when kind = 'correction' then true else amount_minor > 0 end);

-- As before, and `take_back`: takes what is left, at most as much as is asked.
create or replace function storedvalue.post(p_entries json, p_now timestamptz)
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
    select e, ord::int as ord, (e->>'accountId')::uuid as account_id, e->>'kind' as kind, (e->>'amountMinor')::bigint as minor,
           (e->>'mostMinor')::bigint as most
      from json_array_elements(p_entries) with ordinality as given (e, ord)
     order by (e->>'accountId')::uuid, ord
  loop
    select * into own from storedvalue.account a where a.id = asked.account_id;
    position := asked.ord;
    amount := case when asked.kind in ('spend_hold', 'spend') then -asked.minor
                   when asked.kind = 'take_back' then -least(asked.minor, own.balance_minor)
                   when asked.kind = 'expire' then -own.balance_minor else asked.minor end;
    outcome := case
      when own.id is null then 'unknown'
      when exists (select from storedvalue.entry n where n.account_id = own.id and n.kind = asked.kind
                      and n.reference = (asked.e->>'reference')::uuid) then 'again'
      when own.currency <> asked.e->>'currency' then 'wrong_currency'
      when asked.kind not in ('expire', 'correction') and (own.state = 'expired' or own.expires_at <= p_now) then 'expired'
      when asked.kind not in ('expire', 'correction') and own.state = 'blocked' then 'blocked'
      when own.balance_minor + amount < 0 then 'short'
      when own.kind = 'gift_card' and own.balance_minor + amount + storedvalue.held(own.id) > asked.most then 'full'
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
