-- Whose VAT each line, and delivery, was sold at: that of the country where goods arrive, or of the place where they were handed over.
alter table orders.order_line add tax_country text not null default 'PL';
alter table orders.order_line alter tax_country drop default;
alter table orders.order add shipping_tax_country text not null default 'PL';
alter table orders.order alter shipping_tax_country drop default;
