-- The question that a gateway was asked last about a label, until it has answered: what the label shows and holds is not known meanwhile. An answer that was
-- lost before nobody knows of any more, so every label is asked about once; one that is right is not drawn for it.
alter table pricing.label add column asked uuid;
update pricing.label set asked = gen_random_uuid() where shown is not null;
