-- Which segments promotions know a customer by is told to the whole network.
insert into staff.role_permission (role, permission) values ('manager', 'customers.segment')
on conflict do nothing;
