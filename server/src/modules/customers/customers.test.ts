import { DAY_MS, newId, type CustomerId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bindSecrets, newToken } from '#platform/auth'
import { systemActor } from '#platform/context'
import { must } from '#test/answers'
import { openDoors, type Doors } from '#test/doors'
import { changeContact } from './change-contact.ts'
import { contactOf, contactsFor, customersByContact, hasEmail } from './contact.ts'
import { forget } from './forget.ts'
import { purchaseContacts, recordPurchaseContacts, type PurchaseContact } from './purchase-contact.ts'
import { recordGuests } from './record-guests.ts'
import { routes } from './routes.ts'

const actor = systemActor('test')
const ewa = {
  name: 'Ewa Źdźbło',
  email: 'Ewa.Zdzblo@Example.com',
  phone: '601 234 567',
  address: { street: 'Piotrkowska 17/4', postcode: '90-123', city: 'Łódź', country: 'PL' },
}
const PASSWORD = 'dwanascie-znakow'

const hex = (text: string) => Buffer.from(text).toString('hex')

let doors: Doors
beforeAll(async () => {
  doors = await openDoors(routes)
})
afterAll(() => doors.close())

const record = (guests: Parameters<typeof recordGuests>[1]) =>
  doors.platform.write(actor, (ctx) => recordGuests(ctx, guests))
const contactsOf = (...ids: CustomerId[]) => contactOf(doors.platform.read(actor), ids)
const signUp = (email: string) =>
  doors.call('POST', '/customers', { body: { ...ewa, email, password: PASSWORD } })

/** Every row of every table, as text. */
async function wholeDatabase(): Promise<string> {
  const ctx = doors.platform.read(actor)
  const tables = await ctx.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const rows = await Promise.all(
    tables.map(({ name }) => ctx.query<{ line: string }>(`select to_jsonb(t)::text as line from ${name} t`)),
  )
  return rows
    .flat()
    .map((row) => row.line)
    .join('\n')
}

test('guests are recorded together, in order, and can be written to', async () => {
  const guests = Array.from({ length: 50 }, (_, i) => ({ name: `Gość ${i}`, email: `gosc.${i}@example.com` }))
  const ids = await record([{ ...ewa, locale: 'en' }, ...guests])
  expect(new Set(ids).size).toBe(51)
  const contacts = await contactsOf(...ids)
  expect(contacts.get(ids[0] as CustomerId)).toEqual({ ...ewa, locale: 'en' })
  expect(ids.slice(1).map((id) => contacts.get(id)?.name)).toEqual(guests.map((guest) => guest.name))
  expect(await record([])).toEqual([])
})

test('nothing personal stands readable in any row, nor in the log', async () => {
  const [id] = await record([ewa])
  const signedUp = await signUp('konto@example.com')
  expect(signedUp.status).toBe(201)
  const everything = await wholeDatabase()
  expect(everything).toContain(id)
  const personal = [
    'Źdźbło',
    'ewa.zdzblo',
    'Ewa.Zdzblo',
    'konto@',
    '601 234 567',
    '601234567',
    'Piotrkowska 17',
  ]
  for (const word of [...personal, PASSWORD, signedUp.cookie.split('=')[1] as string]) {
    expect(everything).not.toContain(word)
    expect(everything).not.toContain(hex(word))
  }
  // Ids have such digits in their middle now and then.
  expect(everything).not.toMatch(/(?<![0-9a-f])90-123(?![0-9a-f])/)
  expect(everything).not.toContain(hex('90-123'))
})

test('a person is found by e-mail and phone however they are written, and two people with one secret look different', async () => {
  const ctx = doors.platform.read(actor)
  const [a, b] = await record([
    { name: 'A', email: 'Same@Example.com', phone: '+48 (500) 100-200' },
    { name: 'A', email: 'same@example.com ', phone: '0048500100200' },
  ])
  expect(new Set(await customersByContact(ctx, { email: 'SAME@example.com' }))).toEqual(new Set([a, b]))
  expect(new Set(await customersByContact(ctx, { phone: '500 100 200' }))).toEqual(new Set([a, b]))
  expect(await customersByContact(ctx, { phone: 'none' })).toEqual([])
  const bought = { orderId: newId<'order'>(), customerId: a as CustomerId }
  expect(await hasEmail(ctx, bought, 'same@EXAMPLE.com')).toBe(true)
  expect(await hasEmail(ctx, bought, 'other@example.com')).toBe(false)
  const rows = await ctx.query<{ sealed: Buffer; key: Buffer }>(
    `select sealed, key from customers.customer where id = any($1)`,
    [[a, b]],
  )
  expect(rows[0]?.sealed).not.toEqual(rows[1]?.sealed)
  expect(rows[0]?.key).not.toEqual(rows[1]?.key)
})

test('a forgotten person is unreadable and unfindable; her row and her neighbours stay', async () => {
  const [her, neighbour] = await record([{ ...ewa, email: 'zapomnij@example.com' }, ewa])
  await doors.platform.write(actor, (ctx) => forget(ctx, her as CustomerId))
  await doors.platform.write(actor, (ctx) => forget(ctx, her as CustomerId))
  const contacts = await contactsOf(her as CustomerId, neighbour as CustomerId)
  expect([...contacts.keys()]).toEqual([neighbour])
  const ctx = doors.platform.read(actor)
  expect(await customersByContact(ctx, { email: 'zapomnij@example.com' })).toEqual([])
  const [row] = await ctx.query(
    `select key, sealed, email_index, phone_index, password_hash from customers.customer where id = $1`,
    [her],
  )
  expect(row).toEqual({ key: null, sealed: null, email_index: null, phone_index: null, password_hash: null })
  await expect(
    doors.platform.write(actor, (write) =>
      forget(write, '00000000-0000-7000-8000-000000000099' as CustomerId),
    ),
  ).rejects.toMatchObject({ code: 'customers.unknown' })
})

test('a row that was tampered with, moved or read under another secret is not opened', async () => {
  const [mine, other] = await record([{ ...ewa, email: 'mine@example.com' }, ewa])
  await doors.platform.write(actor, (ctx) =>
    ctx.query(
      `update customers.customer t set key = s.key, sealed = s.sealed from customers.customer s
        where t.id = $1 and s.id = $2`,
      [mine, other],
    ),
  )
  await expect(contactsOf(mine as CustomerId)).rejects.toThrow(/cannot be opened/)
  bindSecrets({ masterSecret: 'quite another master secret than before' })
  try {
    await expect(contactsOf(other as CustomerId)).rejects.toThrow(/cannot be opened/)
  } finally {
    bindSecrets({ masterSecret: 'a master secret that only the tests know' })
  }
  expect((await contactsOf(other as CustomerId)).size).toBe(1)
})

test('a customer opens an account, comes back to it, and signs out', async () => {
  const opened = await signUp('klientka@example.com')
  expect(String(opened.headers['set-cookie'])).toMatch(
    /^splot_customer=sct_\S+; .*HttpOnly; SameSite=Strict$/,
  )
  const me = await doors.call('GET', '/customers/me', { cookie: opened.cookie })
  expect(me.body).toMatchObject({
    kind: 'registered',
    contact: { email: 'klientka@example.com', address: ewa.address },
  })
  expect(await signUp('Klientka@example.com')).toMatchObject({
    status: 409,
    body: { code: 'customers.email_taken' },
  })

  const credentials = { email: 'KLIENTKA@example.com', password: PASSWORD }
  const back = await doors.call('POST', '/customers/sign-in', { body: credentials })
  expect(back.body.customerId).toBe(opened.body.customerId)
  expect((await doors.call('POST', '/customers/sign-out', { cookie: back.cookie })).status).toBe(204)
  expect((await doors.call('GET', '/customers/me', { cookie: back.cookie })).status).toBe(401)
  // The other browser stays signed in.
  expect((await doors.call('GET', '/customers/me', { cookie: opened.cookie })).status).toBe(200)
})

test('a wrong password and an unknown e-mail get one answer, and five of them a lock', async () => {
  await signUp('zamek@example.com')
  const wrong = (email: string) =>
    doors.call('POST', '/customers/sign-in', { body: { email, password: 'nie-to-haslo-wcale' } })
  const unknown = await wrong('nikt@example.com')
  for (let i = 0; i < 5; i += 1) expect((await wrong('zamek@example.com')).body).toEqual(unknown.body)
  const right = { email: 'zamek@example.com', password: PASSWORD }
  expect((await doors.call('POST', '/customers/sign-in', { body: right })).status).toBe(429)
})

test('a session that ended leaves its owner a visitor, never shuts her out of the shop', async () => {
  const { cookie } = await signUp('dawno@example.com')
  const asked = { method: 'POST', headers: { cookie, 'sec-fetch-site': 'same-origin' } }
  expect(await doors.authenticate(asked, ['visitor', 'customer'])).toMatchObject({ kind: 'customer' })
  doors.wait(15 * DAY_MS)
  expect(await doors.authenticate(asked, ['visitor', 'customer'])).toMatchObject({ kind: 'visitor' })
  await expect(async () => doors.authenticate(asked, ['customer'])).rejects.toMatchObject({
    code: 'auth.expired',
  })
})

test('a customer is forgotten on her own word, with her password, and is signed out everywhere', async () => {
  const { cookie, body } = must(await signUp('odchodze@example.com'), 201)
  const ask = (password: string) => doors.call('DELETE', '/customers/me', { cookie, body: { password } })
  expect((await ask('nie-to-haslo-wcale')).status).toBe(401)
  expect((await ask(PASSWORD)).status).toBe(204)
  expect((await doors.call('GET', '/customers/me', { cookie })).body.code).toBe('auth.revoked')
  expect((await contactsOf(body.customerId as CustomerId)).size).toBe(0)
  // The e-mail is free again: nothing remembers that it had an account.
  expect((await signUp('odchodze@example.com')).status).toBe(201)
})

test('bad input is told by field, and a guess at a door of the staff is refused', async () => {
  const badPhone = await doors.call('POST', '/customers', {
    body: { ...ewa, phone: '12-34-x', password: PASSWORD },
  })
  expect(badPhone.body).toMatchObject({ code: 'customers.bad_phone', errors: [{ pointer: '/phone' }] })
  const short = await doors.call('POST', '/customers', { body: { ...ewa, password: 'krotkie' } })
  expect(short.body.errors?.[0]?.pointer).toBe('/password')
  const { cookie, body } = await signUp('ciekawska@example.com')
  const peek = await doors.call('GET', `/customers/${body.customerId}`, { cookie })
  expect(peek.status).toBe(401)
})

test('whoever may read customers sees one by id, and every look is in the audit log', async () => {
  const [her] = await record([ewa])
  const mayLook = await machineKey(['customers.read'])
  const mayNot = await machineKey(['orders.read'])
  expect((await doors.call('GET', `/customers/${her}`, { key: mayNot })).body.code).toBe('auth.forbidden')
  const seen = await doors.call('GET', `/customers/${her}`, { key: mayLook })
  expect(seen.body).toMatchObject({ id: her, kind: 'guest', contact: { name: ewa.name, phone: ewa.phone } })
  const unknown = await doors.call('GET', '/customers/00000000-0000-7000-8000-000000000099', { key: mayLook })
  expect(unknown).toMatchObject({ status: 404, body: { code: 'customers.unknown' } })

  const looks = await doors.platform
    .read(actor)
    .query(`select actor_kind, action, detail from platform.audit where subject = $1`, [her])
  expect(looks).toEqual([{ actor_kind: 'machine', action: 'customers.read', detail: {} }])

  await doors.platform.write(actor, (ctx) => forget(ctx, her as CustomerId))
  const gone = await doors.call('GET', `/customers/${her}`, { key: mayLook })
  expect(gone).toMatchObject({ status: 200, body: { contact: null } })
})

/** A key of a machine on the web channel; the module that makes them may not be imported from here. */
async function machineKey(scopes: readonly string[]): Promise<string> {
  const { token, hash, hint } = newToken('ssk')
  await doors.platform.write(actor, (ctx) =>
    ctx.query(
      `insert into staff.machine_key
         (id, name, kind, hint, token_hash, channel_id, channel_code, scopes, created_at)
       select gen_random_uuid(), 'test', 'secret', $1, $2, id, code, $3, now() from channels.channel where code = 'web'`,
      [hint, hash, scopes],
    ),
  )
  return token
}

/** Somebody with a row, which is all that these need of her. */
const somebody = async (email: string) => {
  const [id] = await record([{ ...ewa, email }])
  return id as CustomerId // One was given, one is answered.
}
const says = (customerId: CustomerId, name: string): PurchaseContact => ({
  orderId: newId<'order'>(),
  customerId,
  contact: { name, email: `${customerId}@work.example` },
})
const keepSaid = (purchase: PurchaseContact) =>
  doors.platform.write(actor, (ctx) => recordPurchaseContacts(ctx, [purchase]))
const waiting = () =>
  doors.platform
    .read(actor)
    .query(`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)

test('two changes of her data at once do not undo each other', async () => {
  const id = await somebody('dwie.zmiany@example.com')
  const change = (what: Parameters<typeof changeContact>[2]) =>
    doors.platform.write(actor, (ctx) => changeContact(ctx, id, what))
  let both: Promise<unknown> | undefined
  await doors.platform.write(actor, async (ctx) => {
    await ctx.query('select from customers.customer where id = $1 for update', [id])
    both = Promise.all([change({ name: 'Ewa Nowa' }), change({ phone: '+48 600 100 200' })])
    // Each has come as far as it can without the other.
    await expect.poll(waiting).toHaveLength(2)
  })
  await both
  expect((await contactsOf(id)).get(id)).toMatchObject({ name: 'Ewa Nowa', phone: '+48 600 100 200' })
})

test('what she says for a purchase goes before her account, and opens the order to that e-mail', async () => {
  const id = await somebody('dwa.adresy@example.com')
  const ctx = doors.platform.read(actor)
  const said = says(id, 'Recepcja')
  await keepSaid(said)
  const plain = { orderId: newId<'order'>(), customerId: id }
  const { contacts } = await contactsFor(ctx, [said, plain])
  expect(contacts.get(said.orderId)).toEqual({ ...said.contact, locale: 'pl' })
  expect(contacts.get(plain.orderId)).toMatchObject({ name: ewa.name, email: 'dwa.adresy@example.com' })
  expect(await hasEmail(ctx, said, said.contact.email.toUpperCase())).toBe(true)
  expect(await hasEmail(ctx, plain, said.contact.email)).toBe(false)
})

test('a checkout under way writes nothing of a person who was forgotten meanwhile', async () => {
  const id = await somebody('w.trakcie@example.com')
  const [early, late] = [says(id, 'Wcześnie'), says(id, 'Późno')]
  const ctx = doors.platform.read(actor)
  await keepSaid(early)
  expect(await purchaseContacts(ctx, id, { limit: 5 })).toHaveLength(1)
  let checkout: Promise<unknown> | undefined
  await doors.platform.write(actor, async (eraser) => {
    await forget(eraser, id)
    checkout = keepSaid(late)
    // It waits for the word of the eraser.
    await expect.poll(waiting).toHaveLength(1)
  })
  await checkout
  await keepSaid(says(id, 'Po wszystkim'))
  expect(await ctx.query('select from customers.purchase_contact where customer_id = $1', [id])).toEqual([])
  // Even a row that stayed behind (an older version of the platform wrote it) is not told.
  const left = says(await somebody('zostalo@example.com'), 'Zostało')
  await keepSaid(left)
  await doors.platform.write(actor, (write) =>
    write.query(
      `update customers.customer set key = null, sealed = null, email_index = null, phone_index = null,
              password_hash = null, forgotten_at = now() where id = $1`,
      [left.customerId],
    ),
  )
  expect(await purchaseContacts(ctx, left.customerId, { limit: 5 })).toEqual([])
  expect((await contactsFor(ctx, [left])).contacts.size).toBe(0)
})
