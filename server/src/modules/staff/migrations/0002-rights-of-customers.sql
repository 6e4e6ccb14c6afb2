-- Carrying out what a person may ask for under the GDPR: a copy of her data (art. 15), and being forgotten (art. 17).
insert into staff.role_permission (role, permission) values
  ('manager', 'customers.export'),
  ('manager', 'customers.forget');
