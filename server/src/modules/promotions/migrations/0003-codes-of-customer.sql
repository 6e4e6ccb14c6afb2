-- What waits for a customer who stands at a till; codes of nobody in particular are most of them, and are not in it.
create index code_customer on promotions.coupon_code (customer_id) where customer_id is not null;
