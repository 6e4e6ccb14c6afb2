-- As before, and 'reused' when what stands under the reference of a top-up or a correction is another amount: somebody has sent something
-- else under the name of an old command, and must not hear that it was done.
create or replace function storedvalue.standing(p_account uuid, p_entry json) returns text language sql stable as $$
  select case when n.kind in ('issue', 'top_up', 'correction')
                and (n.amount_minor <> (p_entry->>'amountMinor')::bigint or a.currency <> p_entry->>'currency')
              then 'reused' else 'again' end
    from storedvalue.entry n join storedvalue.account a on a.id = n.account_id
   where n.account_id = p_account and n.reference = (p_entry->>'reference')::uuid
     and (n.kind = p_entry->>'kind' or (p_entry->>'kind' = 'top_up' and n.kind = 'issue'))
   limit 1
$$;
