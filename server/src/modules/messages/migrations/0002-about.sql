-- Which thing of the order it is about, where an order has several: a gift card that was bought.
alter table messages.message add about uuid;
