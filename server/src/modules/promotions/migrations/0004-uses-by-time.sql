-- The uses of a coupon are listed newest first; an id tells no order, it is that of whoever took it.
drop index promotions.redemption_coupon;
create index redemption_coupon on promotions.redemption (coupon_id, taken_at, id);
