-- Money that comes on an attempt which was given up as never arrived, while another payment of the order is live, is
-- surplus: recorded on its own payment and owed back in the same moment, so that it can neither be lost nor be kept.
alter table payments.payment drop constraint payment_state_check;
alter table payments.payment add constraint payment_state_check check (
  state in ('initiated', 'pending', 'captured', 'declined', 'unknown', 'surplus', 'refunded_partly', 'refunded'));
alter table payments.payment add constraint payment_surplus_goes_back check (
  state <> 'surplus' or refunded_minor = amount_minor);

drop index payments.payment_live;
create unique index payment_live on payments.payment (order_id) where state not in ('declined', 'surplus');
drop index payments.payment_declined;
create index payment_not_live on payments.payment (order_id) where state in ('declined', 'surplus');

-- An attempt that was given up is asked about again, ever more rarely: its call may have been late on the wire.
alter table payments.attempt add column ask_again_at timestamptz;
create index attempt_given_up on payments.attempt (ask_again_at) where ask_again_at is not null;
update payments.attempt set ask_again_at = answered_at where outcome = 'declined' and reason = 'never_arrived';

-- Takes money that came on attempts given up as never arrived. The first settles its order, unless the order has a live payment:
-- the index payment_live is the only judge of that, also of payments that others are inserting right now, for which it waits.
-- Other attempts are left alone. p_refunds: ids for the refunds that surplus money needs, one per attempt.
create function payments.take_late_money(
  p_attempts uuid[], p_references text[], p_refunds uuid[], p_reason text, p_now timestamptz
) returns table (attempt_id uuid, payment_id uuid, order_id uuid, state text, amount_minor bigint, currency text, refund_id uuid)
language plpgsql as $$
#variable_conflict use_column
declare
  late record;
begin
  for late in
    select a.id, a.payment_id, told.reference, told.refund_id
      from unnest(p_attempts, p_references, p_refunds) as told (id, reference, refund_id)
      join payments.attempt a on a.id = told.id
     where a.outcome = 'declined' and a.reason = 'never_arrived'
     order by a.id for update of a
  loop
    update payments.attempt a
       set outcome = 'captured', reason = null, provider_reference = coalesce(late.reference, a.provider_reference),
           answered_at = p_now, ask_again_at = null
     where a.id = late.id;
    begin
      return query
        update payments.payment p set state = 'captured', state_since = p_now
         where p.id = late.payment_id and p.state = 'declined'
        returning late.id, p.id, p.order_id, p.state, p.amount_minor, p.currency, null::uuid;
    exception when unique_violation then
      return query
        with surplus as (
          update payments.payment p set state = 'surplus', refunded_minor = p.amount_minor, state_since = p_now
           where p.id = late.payment_id and p.state = 'declined'
          returning p.*
        ), owed as (
          insert into payments.refund (id, payment_id, order_id, amount_minor, state, reason, created_at)
          select late.refund_id, surplus.id, surplus.order_id, surplus.amount_minor, 'saved', p_reason, p_now from surplus
        )
        select late.id, surplus.id, surplus.order_id, surplus.state, surplus.amount_minor, surplus.currency, late.refund_id
          from surplus;
    end;
  end loop;
end $$;
