-- Cards are money: managers issue them, managers of stores may look one up. Selling and spending at a till is `till.sell`.
insert into staff.role_permission (role, permission) values
  ('store_manager', 'giftcards.read'),
  ('manager', 'giftcards.read'),
  ('manager', 'giftcards.issue');
