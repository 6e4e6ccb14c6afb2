import { Client } from 'pg'

/** A mistake that somebody could make in the functions that decide. */
export interface Mutant {
  readonly what: string
  /** The function, in schema inventory. */
  readonly name: string
  readonly from: RegExp
  readonly to: string
}

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
]

/** Replaces a function of that database by its broken self. */
export async function spoil(url: string, { name, from, to }: Mutant): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ text: string }>(
      `select pg_get_functiondef(p.oid) as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'inventory' and p.proname = $1`,
      [name],
    )
    const text = rows[0]?.text ?? ''
    const broken = text.replace(from, to)
    if (broken === text)
      throw new Error(`inventory.${name} is written in another way by now: find the mistake a new place`)
    await client.query(broken)
  } finally {
    await client.end()
  }
}
