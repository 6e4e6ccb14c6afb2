-- When a batch last came on: one that stands still lost its worker, and another goes on with it.
alter table promotions.coupon_batch add advanced_at timestamptz;
create index batch_unfinished on promotions.coupon_batch (created_at) where finished_at is null;
