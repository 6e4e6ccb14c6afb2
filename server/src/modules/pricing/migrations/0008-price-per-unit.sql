-- What a label last said of the price per unit of measurement.
alter table pricing.label
  add column shown_per_unit_minor bigint,
  add column shown_per text;
