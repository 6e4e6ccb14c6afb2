-- A code of an account that has paid with her store credit, known by the nonce that it was sealed with, so that it pays once. Nothing in it tells whose it
-- was; it is forgotten soon after its end, when the code says by itself that it is over.
create table customers.used_code (
  nonce bytea primary key check (octet_length(nonce) = 12),
  until timestamptz not null
);
create index used_code_over on customers.used_code (until);
