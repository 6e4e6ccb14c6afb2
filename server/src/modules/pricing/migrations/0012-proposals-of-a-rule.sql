-- The proposals of one rule, newest first: its history grows by every article and every quarter of an hour.
create index proposal_by_rule on pricing.proposal (rule_id, id desc);
