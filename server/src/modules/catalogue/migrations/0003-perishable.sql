-- Goods that spoil or expire soon: countries may count the price before their reductions in another way (Directive 98/6/EC, Article 6a(3)).
alter table catalogue.product add column perishable boolean not null default false;
