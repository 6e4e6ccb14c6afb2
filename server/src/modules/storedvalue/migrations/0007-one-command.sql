-- Store credit is given once per command: who was given something under a command is found by it, whoever she is and in whatever currency.
create index entry_given on storedvalue.entry (reference) where kind in ('issue', 'top_up');
