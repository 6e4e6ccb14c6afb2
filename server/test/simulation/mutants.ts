import { Client } from 'pg'

/** A mistake that somebody could make: in a function that decides, or in what is written. */
export type Mutant = { readonly what: string } & (BrokenFunction | BrokenWriting)

interface BrokenFunction {
  /** In schema inventory. */
  readonly name: string
  readonly from: RegExp
  readonly to: string
}

/** Before a row is written into that table, this happens to it. */
interface BrokenWriting {
  readonly table: string
  readonly on: 'insert' | 'update'
  readonly does: string
}

const FORGET = 'return null;'

export const mutants: readonly Mutant[] = [
  { what: 'forgets the display minimum', name: 'promisable', from: /- safety/, to: '' },
  {
    what: "gives one channel's pool to another",
    name: 'room_for',
    from: /t\.key <> channel::text and/,
    to: 'false and',
  },
  {
    what: 'never gives pieces back to their pool',
    name: 'use_pool',
    from: /when pieces = 0/,
    to: 'when pieces <= 0',
  },
  { what: 'takes pieces again without a lock', name: 'take_again', from: /for update;/, to: ';' },
  {
    what: 'ends holds before their time',
    name: 'expire_holds',
    from: /expires_at <= p_now/,
    to: "expires_at <= p_now + interval '1 minute'",
  },
  {
    what: 'lets nobody have what lapsed before the sweep',
    name: 'take_lapsed',
    from: /h\.expires_at <= p_now/,
    to: 'false',
  },
  {
    what: 'keeps what makes no whole kit',
    name: 'keep_whole_kits',
    from: /changes := inventory\.give_back\(p_hold, id, p_back\);/,
    to: "changes := '[]';",
  },
  {
    what: 'gives the freshest lot away first',
    name: 'move_apart',
    from: /o\.expires_on nulls last/,
    to: 'o.expires_on desc nulls last',
  },
  {
    what: 'forgets on the way which lots a van has',
    name: 'move_apart',
    from: /if p_kind\[l\] = 'transfer_in' and lot = nil/,
    to: 'if false and lot = nil',
  },
  {
    what: 'sells lots whose day is over',
    name: 'set_aside',
    from: /or l\.expired_at is not null/,
    to: '',
  },
  {
    what: 'sells what was put aside',
    name: 'set_aside',
    from: /and k\.kind = 'quarantine'/,
    to: 'and false',
  },
  {
    what: 'makes rows without the terms that apply',
    name: 'policy_for_fresh_rows',
    from: /return \(select p\.policy_id from inventory\.policy_progress p\);/,
    to: 'return null;',
  },
  {
    what: 'fills pools up again when terms change',
    name: 'set_terms',
    from: /channel_terms = b\.terms/,
    to: `channel_terms = (select jsonb_object_agg(t.key, case when t.value ? 'used' then t.value || '{"used": 0}' else t.value end)
                            from jsonb_each(b.terms) t)`,
  },
  {
    what: 'tells nobody of promises that the world broke',
    table: 'platform.event',
    on: 'insert',
    does: `if new.type = 'inventory.oversold' then ${FORGET} end if; return new;`,
  },
  {
    what: 'does not tell the copies of everything',
    table: 'platform.event',
    on: 'insert',
    does: `if new.type = 'inventory.availability_changed' and new.seq % 20 = 0 then ${FORGET} end if; return new;`,
  },
  {
    what: 'leaves a return out of the ledger',
    table: 'inventory.movement',
    on: 'insert',
    does: `if new.kind = 'return' then ${FORGET} end if; return new;`,
  },
  {
    what: 'forgets which steps on papers were done',
    table: 'stockwork.command',
    on: 'insert',
    does: `if new.verb in ('advice.close', 'transfer.ship', 'transfer.close', 'count.submit') then new.id := gen_random_uuid(); end if;
           return new;`,
  },
  {
    what: 'takes broken pieces of a delivery for good ones',
    table: 'stockwork.advice_line',
    on: 'update',
    does: 'new.received := new.received + new.damaged - old.damaged; new.damaged := old.damaged; return new;',
  },
  {
    what: 'does not write down what was lost on the way',
    table: 'stockwork.transfer_line',
    on: 'update',
    does: 'new.lost := old.lost; return new;',
  },
  {
    what: 'holds what was counted to the book of later',
    table: 'stockwork.count_line',
    on: 'update',
    does: `if new.book is distinct from old.book then
             new.book := (select s.on_hand from inventory.stock s join stockwork.count c on c.location_id = s.location_id
                           where c.id = new.count_id and s.sku = new.sku);
           end if; return new;`,
  },
  {
    what: 'expects more than is still to come',
    table: 'inventory.inbound',
    on: 'insert',
    does: 'new.quantity := new.quantity + 1; return new;',
  },
]

/** Puts the mistake into that database. */
export async function spoil(url: string, mutant: Mutant): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('name' in mutant ? await broken(client, mutant) : meanwhile(mutant))
  } finally {
    await client.end()
  }
}

/** The function as its broken self. */
async function broken(client: Client, { name, from, to }: BrokenFunction): Promise<string> {
  const { rows } = await client.query<{ text: string }>(
    `select pg_get_functiondef(p.oid) as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'inventory' and p.proname = $1`,
    [name],
  )
  const text = rows[0]?.text ?? ''
  const spoilt = text.replace(from, to)
  if (spoilt === text)
    throw new Error(`inventory.${name} is written in another way by now: find the mistake a new place`)
  return spoilt
}

const meanwhile = ({ table, on, does }: BrokenWriting): string => `
  create function public.mistake() returns trigger language plpgsql as $mistake$ begin ${does} end $mistake$;
  create trigger mistake before ${on} on ${table} for each row execute function public.mistake();`
