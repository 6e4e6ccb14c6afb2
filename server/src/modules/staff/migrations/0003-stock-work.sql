-- Who may move, count and approve. Whoever may approve has no limit of her own; the others' is a setting of stockwork.
insert into staff.role_permission (role, permission)
select role, unnest(permissions) from (values
  ('assistant', array['stock.count']),
  ('store_manager', array['stock.count', 'stock.transfer']),
  ('manager', array['stock.count', 'stock.transfer', 'stock.approve'])
) as given (role, permissions)
on conflict do nothing;
