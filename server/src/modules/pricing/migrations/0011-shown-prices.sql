-- What is shown to everybody: with public promotions only. A public code counts for the lowest price (`minor`), but it is taken off only once
-- it is typed in, so nobody is shown its price. Null: the same as `minor`, of what was presented before the two were kept apart.
alter table pricing.presented add column shown_minor bigint check (shown_minor >= 0);

-- Codes that run now were shown to everybody: everything is reckoned once more, now, and what changed is appended.
insert into pricing.presentation (at, cause, number)
select now(), 'rules', 0 where exists (select from pricing.presented);
