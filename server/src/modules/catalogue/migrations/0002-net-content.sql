-- What a pack holds, as its label says: where it stands, a price per unit stands beside the price (Directive 98/6/EC). Goods
-- that are sold as one thing, as sets or as pairs have none.
alter table catalogue.variant
  add column net_amount numeric(12, 3) check (net_amount > 0),
  add column net_unit text check (net_unit in ('g', 'kg', 'ml', 'l', 'm', 'm2', 'piece')),
  add constraint variant_net_content check ((net_amount is null) = (net_unit is null));
