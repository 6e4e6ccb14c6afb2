create schema if not exists tax;

-- What a class of goods is taxed at, by country and from which day on. Classes are the letters that a Polish fiscal printer knows
-- (regulation of 29 April 2019 on cash registers): A standard, B and C reduced, D zero. A rate never changes: a new one begins later.
create table tax.rate (
  country text not null check (country ~ '^[A-Z]{2}$'),
  letter text not null check (letter in ('A', 'B', 'C', 'D')),
  valid_from date not null,
  ppm int not null check (ppm between 0 and 1000000),
  created_at timestamptz not null default now(),
  created_by text not null default 'system:migration',
  primary key (country, letter, valid_from)
);
create rule rate_no_update as on update to tax.rate do instead nothing;
create rule rate_no_delete as on delete to tax.rate do instead nothing;

-- Poland: act of 11 March 2004 on goods and services tax, art. 41 and 146ef.
insert into tax.rate (country, letter, valid_from, ppm) values
  ('PL', 'A', '2011-01-01', 230000),
  ('PL', 'B', '2011-01-01', 80000),
  ('PL', 'C', '2011-01-01', 50000),
  ('PL', 'D', '2004-05-01', 0);

-- Distance sales to consumers elsewhere in the Union bear the rate of where the goods arrive (Directive 2006/112/EC, art. 33 and 369b).
-- Standard and reduced rates as of the Commission's database "Taxes in Europe" (TEDB), for deliveries since 2024. What is
-- missing here (a class that a country does not have) bears its standard rate. Which goods a country lets into a reduced
-- rate is its own decision: B and C are its usual reduced rate and the one of books and the like; correct them by a later row.
insert into tax.rate (country, letter, valid_from, ppm)
select country, letter, '2024-01-01', ppm
  from (values
    ('AT', 200000, 100000, null),   ('BE', 210000, 60000, null),    ('BG', 200000, 90000, null),
    ('CY', 190000, 50000, 30000),   ('CZ', 210000, 120000, null),   ('DE', 190000, 70000, null),
    ('DK', 250000, null, null),     ('EE', 220000, 90000, null),    ('ES', 210000, 100000, 40000),
    ('FI', 240000, 140000, 100000), ('FR', 200000, 100000, 55000),  ('GR', 240000, 130000, 60000),
    ('HR', 250000, 130000, 50000),  ('HU', 270000, 180000, 50000),  ('IE', 230000, 135000, 90000),
    ('IT', 220000, 100000, 40000),  ('LT', 210000, 90000, 50000),   ('LU', 170000, 80000, 30000),
    ('LV', 210000, 120000, 50000),  ('MT', 180000, 70000, 50000),   ('NL', 210000, 90000, null),
    ('PT', 230000, 130000, 60000),  ('RO', 190000, 90000, 50000),   ('SE', 250000, 120000, 60000),
    ('SI', 220000, 95000, 50000),   ('SK', 200000, 100000, 50000)
  ) as r(country, standard, reduced, lower)
  cross join lateral (values ('A', standard), ('B', reduced), ('C', lower)) as l(letter, ppm)
 where ppm is not null;

-- What national acts have changed since, each from its own day.
insert into tax.rate (country, letter, valid_from, ppm) values
  ('FI', 'A', '2024-09-01', 255000),
  ('SK', 'A', '2025-01-01', 230000),
  ('SK', 'B', '2025-01-01', 190000),
  ('EE', 'A', '2025-07-01', 240000),
  ('RO', 'A', '2025-08-01', 210000),
  ('RO', 'B', '2025-08-01', 110000),
  ('RO', 'C', '2025-08-01', 110000),
  ('FI', 'B', '2026-01-01', 135000),
  ('LT', 'B', '2026-01-01', 120000);
