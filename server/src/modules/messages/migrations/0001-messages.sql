create schema messages;

-- What was or will be said to a person. Neither the address nor the text is kept: both are made from the customer and the
-- order at the moment of sending, so forgetting a person forgets her mail too.
create table messages.message (
  id uuid primary key,
  kind text not null,
  -- The fact that it tells of: one message per fact and kind, however often the fact is read.
  event_id uuid not null,
  -- The order it is about.
  subject_id text not null,
  state text not null check (state in ('pending', 'sending', 'sent', 'refused', 'failed')),
  legal_basis text,
  refusal text,
  attempts int not null default 0,
  next_at timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (event_id, kind)
);
create index message_due on messages.message (next_at) where state in ('pending', 'sending');
create index message_subject on messages.message (subject_id, created_at);
create index message_newest on messages.message (created_at desc, id desc);
