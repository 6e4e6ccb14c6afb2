-- Class C is that of books: what they bear in countries that let them into another rate than the standard one (TEDB, since 2024).
insert into tax.rate (country, letter, valid_from, ppm) values
  ('AT', 'C', '2024-01-01', 100000),
  ('BG', 'C', '2024-01-01', 90000),
  ('CZ', 'C', '2024-01-01', 0),
  ('DE', 'C', '2024-01-01', 70000),
  ('NL', 'C', '2024-01-01', 90000);
