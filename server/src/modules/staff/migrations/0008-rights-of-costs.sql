-- What goods cost the retailer, and the margin that follows from it: only managers of the whole retailer.
insert into staff.role_permission (role, permission) values
  ('manager', 'costs.read'),
  ('manager', 'costs.write')
on conflict do nothing;
