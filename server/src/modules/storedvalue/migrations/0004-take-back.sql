-- The latest day that anything standing has given an account: what was bought and is given up whole gives none any more.
create function storedvalue.day_without(p_account uuid, p_reference uuid) returns timestamptz language sql stable as $$
  select max(n.expires_at) from storedvalue.entry n
   where n.account_id = p_account and n.kind in ('issue', 'top_up') and n.reference <> p_reference
     and not exists (select from storedvalue.entry b
                      where b.account_id = n.account_id and b.kind = 'take_back' and b.reference = n.reference
                        and b.amount_minor = -n.amount_minor)
$$;

-- As before, and money that is given up whole takes its months with it: the day is again what it would be without it.
create or replace function storedvalue.append(
  p_account uuid, p_kind text, p_amount bigint, p_entry json, p_now timestamptz
) returns void language plpgsql as $$
declare
  own storedvalue.account;
  later timestamptz := (p_entry->>'expiresAt')::timestamptz;
  earlier timestamptz := case when p_kind = 'take_back' and p_amount = -(p_entry->>'amountMinor')::bigint
                              then storedvalue.day_without(p_account, (p_entry->>'reference')::uuid) end;
begin
  -- What never expires still does not; but for that, a day never moves nearer.
  update storedvalue.account
     set balance_minor = balance_minor + p_amount,
         expires_at = case when expires_at is not null then least(greatest(expires_at, later), earlier) end
   where id = p_account
  returning * into strict own;
  insert into storedvalue.entry (account_id, kind, amount_minor, balance_after_minor, reference, order_id, at, actor, channel_code,
    location_id, reason, expires_at)
  values (p_account, p_kind, p_amount, own.balance_minor, (p_entry->>'reference')::uuid, (p_entry->>'orderId')::uuid, p_now,
    (p_entry->'actor')::jsonb, p_entry->>'channel', (p_entry->>'locationId')::uuid, coalesce(p_entry->>'reason', ''),
    case when coalesce(later, earlier) is not null then own.expires_at end);
end $$;

-- As before, and `fromAny`: taken back also from a card that is blocked or past its day, because its whole order is cancelled.
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
           (e->>'mostMinor')::bigint as most, coalesce((e->>'fromAny')::boolean, false) as from_any
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
      when asked.kind not in ('expire', 'correction') and not asked.from_any and (own.state = 'expired' or own.expires_at <= p_now)
        then 'expired'
      when asked.kind not in ('expire', 'correction') and not asked.from_any and own.state = 'blocked' then 'blocked'
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
