-- Promotions and coupons are the network's: managers write them, managers of stores look at them.
insert into staff.role_permission (role, permission) values
  ('store_manager', 'promotions.read'),
  ('manager', 'promotions.read'),
  ('manager', 'promotions.write'),
  ('manager', 'coupons.write')
on conflict do nothing;
