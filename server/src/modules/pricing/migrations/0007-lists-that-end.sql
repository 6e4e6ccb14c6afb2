-- A list that is ended before it begins has an empty span: it never counts, and its code stays taken.
alter table pricing.price_list
  drop constraint list_dates,
  add constraint list_dates check (valid_from <= valid_until);
