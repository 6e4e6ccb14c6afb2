-- A rate that was mistyped can be taken back until its day has come. Nothing is deleted: of the rows for one day the last one counts, and one
-- without a rate takes those before it back.
alter table tax.rate
  add column revision int not null default 1,
  alter column ppm drop not null,
  drop constraint rate_pkey,
  add primary key (country, letter, valid_from, revision);

-- What is said of each class and day.
create view tax.rate_said as
select country, letter, valid_from, ppm
  from (select distinct on (country, letter, valid_from) country, letter, valid_from, ppm
          from tax.rate order by country, letter, valid_from, revision desc) last
 where ppm is not null;
