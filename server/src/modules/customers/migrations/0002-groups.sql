-- Groups that prices and promotions know her by ('staff', 'club', 'b2b'): what the retailer calls her, not what is known of her.
alter table customers.customer add groups text[] collate "C" not null default '{}';
