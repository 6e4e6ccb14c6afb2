-- VAT in what was given back, by country and rate, as it was charged: [{ country, letter, ppm, grossMinor, vatMinor }]. Empty: from before
-- it was kept.
alter table returns.rma add vat jsonb not null default '[]';
