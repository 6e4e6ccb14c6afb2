-- The first credit of a customer opens her account by an entry of kind `issue`; the same command that comes again, or in the same moment,
-- finds the account and would top it up. What an account was opened with counts as said, too.

-- 'again' when what is asked stands already under its reference; null when nothing does.
create function storedvalue.standing(p_account uuid, p_entry json) returns text language sql stable as $$
  select 'again' from storedvalue.entry n
   where n.account_id = p_account and n.reference = (p_entry->>'reference')::uuid
     and (n.kind = p_entry->>'kind' or (p_entry->>'kind' = 'top_up' and n.kind = 'issue'))
   limit 1
$$;

-- As before, and what stands already is asked of `standing`.
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
      when storedvalue.standing(own.id, asked.e) is not null then storedvalue.standing(own.id, asked.e)
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
