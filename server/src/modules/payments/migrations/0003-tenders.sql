-- An order may be paid by several tenders: value that this house keeps (gift cards, store credit) and at most one of the outside world or cash.
alter table payments.payment drop constraint payment_method_check;
alter table payments.payment add constraint payment_method_check check (
  method in ('card', 'blik', 'cash', 'gift_card', 'store_credit'));
-- Which account pays; null: the outside world or the drawer.
alter table payments.payment add column account_id uuid;
alter table payments.payment add constraint payment_account check (
  (method in ('gift_card', 'store_credit')) = (account_id is not null));

-- What was reserved for an order that came to nothing is released: nothing was ever paid.
alter table payments.payment drop constraint payment_state_check;
alter table payments.payment add constraint payment_state_check check (
  state in ('initiated', 'pending', 'captured', 'declined', 'unknown', 'surplus', 'released', 'refunded_partly', 'refunded'));

-- One live payment by the outside world or cash, and one by each account.
drop index payments.payment_live;
create unique index payment_live on payments.payment (order_id, account_id) nulls not distinct
  where state not in ('declined', 'surplus', 'released');
drop index payments.payment_not_live;
create index payment_not_live on payments.payment (order_id) where state in ('declined', 'surplus', 'released');
