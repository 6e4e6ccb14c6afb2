import { expect } from 'vitest'
import type { Sku } from '@splot/kernel'
import type { Query } from '#platform/context'

/**
 * Keeps every state that a row of stock was ever in, and every piece that a hold was ever given, with the transaction that did it. The
 * lock of the row makes this the order in which decisions were taken, whoever asked from wherever: what was granted can be held
 * against what there was, without knowing what came first.
 */
export async function keepHistory(query: Query): Promise<void> {
  for (const statement of [
    'create schema history',
    `create table history.row (n bigint generated always as identity, tx xid8 not null default pg_current_xact_id(), stock_id int not null,
       sku text collate "C" not null, location_id uuid not null, on_hand int not null, reserved int not null, free int not null,
       sellable int not null, terms jsonb, on_hand_before int not null, reserved_before int not null)`,
    'create table history.given (tx xid8 not null default pg_current_xact_id(), stock_id int not null, channel_id uuid not null)',
    `create function history.keep_row() returns trigger language plpgsql as $$
     begin
       insert into history.row (stock_id, sku, location_id, on_hand, reserved, free, sellable, terms, on_hand_before, reserved_before)
         values (new.stock_id, new.sku, new.location_id, new.on_hand, new.reserved,
                 new.on_hand - new.reserved - new.quarantined - new.safety - new.uncovered, new.on_hand - new.quarantined,
                 new.channel_terms, old.on_hand, old.reserved);
       return null;
     end $$`,
    'create trigger keep_row after update on inventory.stock for each row execute function history.keep_row()',
    `create function history.keep_given() returns trigger language plpgsql as $$
     begin
       if tg_op = 'INSERT' or new.outstanding > old.outstanding then
         insert into history.given (stock_id, channel_id)
           select new.stock_id, h.channel_id from inventory.hold h where h.hold_id = new.hold_id;
       end if;
       return null;
     end $$`,
    'create trigger keep_given after insert or update on inventory.hold_line for each row execute function history.keep_given()',
  ])
    await query(statement)
}

/**
 * Where a transaction gave pieces of a row to holds, the row had them: what is left is not below zero, and for one at least of the channels
 * that were given something (the last one) not below its buffer and the pools of others.
 */
export async function expectNoGrantBeyondWhatWasThere(query: Query, skus: readonly Sku[]): Promise<void> {
  const beyond = await query(
    `with last as (
       select distinct on (r.tx, r.stock_id) r.* from history.row r where r.sku = any($1) order by r.tx, r.stock_id, r.n desc)
     select l.sku, l.location_id, l.on_hand, l.reserved, l.free
       from last l join history.given g on g.tx = l.tx and g.stock_id = l.stock_id
      group by l.n, l.sku, l.location_id, l.on_hand, l.reserved, l.free, l.sellable, l.terms
     having l.free < 0 or max(inventory.room_for(l.free, l.sellable, l.terms, g.channel_id)) < 0`,
    [skus],
  )
  expect(beyond).toEqual([])
}

/** Each change by which the world took promised pieces, and no other, has its `inventory.oversold`. */
export async function expectOversoldToldOnce(query: Query, skus: readonly Sku[]): Promise<void> {
  const broken = await query(
    `select sku, location_id::text as place, on_hand as "onHand", reserved, reserved - on_hand as missing from history.row
      where sku = any($1) and on_hand < on_hand_before and reserved > on_hand
        and reserved - on_hand > greatest(0, reserved_before - on_hand_before)
      order by 1, 2, 3, 4`,
    [skus],
  )
  const told = await query(
    `select data ->> 'sku' as sku, data ->> 'locationId' as place, (data ->> 'onHand')::int as "onHand",
            (data ->> 'reserved')::int as reserved, (data ->> 'missing')::int as missing
       from platform.event where type = 'inventory.oversold' and data ->> 'sku' = any($1)
      order by data ->> 'sku' collate "C", 2, 3, 4`,
    [skus],
  )
  expect(told).toEqual(broken)
}
