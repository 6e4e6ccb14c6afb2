-- A job looks for those whose time was over long ago.
create index segment_member_over on customers.segment_member (until) where until is not null;
