-- Tries that may be guesses (passwords, PINs, codes), by a keyed hash of what is being guessed: neither addresses nor
-- e-mails are kept here.
create table platform.attempt (
  subject bytea primary key,
  failures int not null,
  since timestamptz not null,
  locked_until timestamptz
);
create index attempt_since on platform.attempt (since);
