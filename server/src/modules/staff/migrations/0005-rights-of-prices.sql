-- Prices, their history and what is planned: managers of stores may look; only managers change them.
insert into staff.role_permission (role, permission) values
  ('store_manager', 'prices.read'),
  ('manager', 'prices.read')
on conflict do nothing;
