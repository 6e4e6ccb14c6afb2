-- Which groups prices and promotions know a customer by is decided by the network.
insert into staff.role_permission (role, permission) values ('manager', 'customers.group');
