-- Codes in the basket, each with the use of it that is kept for the basket: [{ code, promotionId, redemptionId }].
alter table carts.cart add coupons jsonb not null default '[]';
