-- Money for gift cards in the basket, beside its goods: [{ cardId, amountMinor, topUp, receiver }]. Names people to whom cards shall be sent, so
-- it is emptied when the basket is ordered, and when it has been left alone for long.
alter table carts.cart add cards jsonb not null default '[]';
create index cart_with_cards on carts.cart (updated_at) where cards <> '[]';
