-- What a label shows is one document: whatever stands beside a price is on it too. Labels are drawn once more, with their names.
alter table pricing.label
  drop column shown_minor,
  drop column shown_omnibus_minor,
  drop column shown_gtin,
  drop column shown_per_unit_minor,
  drop column shown_per,
  add column shown jsonb;
