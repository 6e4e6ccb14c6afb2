import { Refusal, type CustomerId, type RefusalDetail } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emailIndex, phoneIndex } from '../blind-index.ts'

/** Errors of a list that are told at once. */
const MAX_ERRORS = 200

/** By what somebody is told: columns of a file, fields of a list. */
export type By = 'id' | 'email' | 'phone'

/** Somebody who is told to be in a segment, or no longer. */
export interface Told {
  /** JSON Pointer of the row: `/members/3`, `/csv/7`. */
  readonly pointer: string
  readonly by: By
  /** A UUID, an e-mail or a phone number, as it was written. */
  readonly text: string
  /** Until when; null: until she is taken out. */
  readonly until: Date | null
}

/** What is wrong with a row. Screens have words for each; what was written is never repeated, because it is personal data. */
type WrongCode = 'no_id' | 'no_phone' | 'unknown_customer' | 'several' | 'is_over' | 'other_end'

const WORDS = { id: 'id', email: 'e-mail', phone: 'phone number' } as const satisfies Record<By, string>

interface Row {
  readonly id: CustomerId
  readonly email: Buffer
  readonly phone: Buffer | null
}

/**
 * The registered customers who are told of, each once, locked against being forgotten meanwhile.
 * @throws Refusal 422 `customers.rows_invalid` with each row that is nobody, more than one, or told twice with another end.
 */
export async function findPeople(
  ctx: WriteContext,
  told: readonly Told[],
): Promise<{ readonly customerId: CustomerId; readonly until: Date | null }[]> {
  const errors: RefusalDetail[] = []
  const wrong = (row: Told, code: WrongCode, detail: string, field: string = row.by) =>
    void errors.push({ pointer: `${row.pointer}/${field}`, code, detail })
  const keys = new Map<Told, string>()
  for (const row of told) {
    if (row.until && row.until <= ctx.now) wrong(row, 'is_over', 'is over', 'until')
    const key = keyOf(row)
    if (key !== null) keys.set(row, key)
    else if (row.by === 'id') wrong(row, 'no_id', 'is no id of a customer')
    else wrong(row, 'no_phone', 'is no phone number')
  }
  const found = await registered(ctx, keys)
  const first = new Map<CustomerId, Told>()
  for (const [row, key] of keys) {
    const [id, another] = found.get(key) ?? []
    const twin = id && first.get(id)
    if (!id) wrong(row, 'unknown_customer', `no account has this ${WORDS[row.by]}`)
    else if (another) wrong(row, 'several', `more than one account has this ${WORDS[row.by]}`)
    else if (!twin) first.set(id, row)
    else if (twin.until?.getTime() !== row.until?.getTime())
      wrong(row, 'other_end', `the same customer as ${twin.pointer.split('/').at(-1)}, with another end`)
  }
  refuseRows(errors)
  return [...first].map(([customerId, { until }]) => ({ customerId, until }))
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** What a row is found by; null when it cannot be anybody's. */
function keyOf({ by, text }: Told): string | null {
  if (by === 'email') return `email ${emailIndex(text).toString('hex')}`
  if (by === 'id') return UUID.test(text.toLowerCase()) ? `id ${text.toLowerCase()}` : null
  const index = phoneIndex(text)
  return index && `phone ${index.toString('hex')}`
}

/** Accounts by every key that finds them; locked in the order of their ids, so that two lists never wait for each other in a circle. */
async function registered(
  ctx: WriteContext,
  keys: ReadonlyMap<Told, string>,
): Promise<Map<string, CustomerId[]>> {
  const all = new Set(keys.values())
  const of = (by: By) => [...all].flatMap((key) => (key.startsWith(`${by} `) ? key.slice(by.length + 1) : []))
  const bytes = (by: By) => of(by).map((hex) => Buffer.from(hex, 'hex'))
  const rows = await ctx.query<Row & Record<string, unknown>>(
    `select id, email_index as email, phone_index as phone from customers.customer
      where kind = 'registered' and forgotten_at is null
        and (id = any($1::uuid[]) or email_index = any($2::bytea[]) or phone_index = any($3::bytea[]))
      order by id for share`,
    [of('id'), bytes('email'), bytes('phone')],
  )
  const found = new Map<string, CustomerId[]>()
  for (const { id, email, phone } of rows)
    for (const key of [`id ${id}`, `email ${email.toString('hex')}`, `phone ${phone?.toString('hex')}`])
      if (all.has(key)) found.set(key, [...(found.get(key) ?? []), id])
  return found
}

/** Refuses everything when anything is wrong; rows as a spreadsheet counts them. */
export function refuseRows(errors: readonly RefusalDetail[]): void {
  if (errors.length === 0) return
  const rows = new Set(errors.map(({ pointer }) => pointer.split('/').slice(0, 3).join('/'))).size
  throw new Refusal(
    'unprocessable',
    'customers.rows_invalid',
    `${rows === 1 ? '1 row' : `${rows} rows`} cannot be taken. Nobody was put in or taken out; correct them all and send them again.`,
    { errors: errors.slice(0, MAX_ERRORS), facts: { rows, errors: errors.length } },
  )
}
