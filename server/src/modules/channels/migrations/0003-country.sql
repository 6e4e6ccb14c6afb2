-- Whose law a channel sells under where no place tells: what must stand beside a reduced price differs between countries.
alter table channels.channel add column country text not null default 'PL' check (country ~ '^[A-Z]{2}$');
