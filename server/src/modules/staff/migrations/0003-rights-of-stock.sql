-- Work with stock: assistants receive, count, send, and put the book right within the limits of their place; managers of stores approve
-- what is above; policies are the network's.
insert into staff.role_permission (role, permission)
select role, unnest(permissions) from (values
  ('assistant', array['stock.receive', 'stock.adjust', 'stock.count', 'stock.transfer', 'stock.reserve']),
  ('store_manager', array['stock.count', 'stock.transfer', 'stock.reserve', 'stock.approve', 'stock.incident']),
  ('manager', array['stock.count', 'stock.transfer', 'stock.reserve', 'stock.approve', 'stock.incident', 'stock.policy'])
) as given (role, permissions)
on conflict do nothing;
