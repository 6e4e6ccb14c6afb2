-- Where the retailer is in the one-stop shop, from which day on: goods sent to consumers there bear that country's VAT (Directive
-- 2006/112/EC, art. 33 and 58; below 10 000 EUR a year of such sales in all, art. 59c leaves the seller at the rates of home). Union
-- registration is for every member state at once; it stands by country because some sellers pay in a country directly. The row of the
-- latest day counts; a row never changes.
create table tax.registration (
  country text not null check (country ~ '^[A-Z]{2}$'),
  valid_from date not null,
  -- False: left again; goods sent there bear the VAT of home.
  registered boolean not null,
  created_at timestamptz not null default now(),
  created_by text not null default 'system:migration',
  primary key (country, valid_from)
);
create rule registration_no_update as on update to tax.registration do instead nothing;
create rule registration_no_delete as on delete to tax.registration do instead nothing;
