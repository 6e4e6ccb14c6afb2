-- What was presented is walked through version by version in the order of SKUs: the key goes that way, so that a chunk reads only its own rows.
alter table pricing.price drop constraint price_pkey1;
alter table pricing.price add primary key (version_id, sku, price_list_id, from_quantity);
