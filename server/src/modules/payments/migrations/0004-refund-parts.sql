-- A refund to several tenders is a row per tender: which refund of people they are parts of. Older refunds have one tender.
alter table payments.refund add column whole_id uuid;
create index refund_whole on payments.refund (whole_id) where whole_id is not null;
