-- Unique codes that are set aside for tills. A row stands only while its code is neither spent nor given back, so one code is set aside once.
create table promotions.lease_code (
  code_key uuid primary key,
  lease_id uuid not null references promotions.lease,
  -- What the till knows the code by: PBKDF2 of its signs with salt and rounds of the lease.
  digest bytea not null
);
create index lease_code_lease on promotions.lease_code (lease_id);

-- Of unique codes: from which batch they are. Null: uses of a generic code.
alter table promotions.lease
  add column batch_id uuid,
  add column salt bytea,
  add column rounds int check (rounds > 0),
  add check (num_nonnulls(batch_id, salt, rounds) in (0, 3));
create index lease_over on promotions.lease (coupon_id, until) where state = 'open';
