-- Cards belong to no place: whoever may look at them may look at all of them, by their mere number. A store manager, whose rights are those of her
-- store, was refused at every such door. A customer at her counter shows number and PIN, as at any till.
delete from staff.role_permission where role = 'store_manager' and permission = 'giftcards.read';
