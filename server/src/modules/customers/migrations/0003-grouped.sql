-- Few of all customers are in a group: those who are, are listed and counted by this.
create index customer_grouped on customers.customer (id) where groups <> '{}';
