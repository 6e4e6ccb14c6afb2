-- A part may wait for goods that are still on their way to us, before anybody can pick it.
alter table fulfilment.fulfilment drop constraint fulfilment_state_check;
alter table fulfilment.fulfilment add constraint fulfilment_state_check
  check (state in ('awaiting_stock', 'waiting', 'picking', 'ready', 'shipped', 'delivered', 'collected', 'cancelled'));
