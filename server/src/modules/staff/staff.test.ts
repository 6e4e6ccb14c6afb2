import { MINUTE_MS, newId } from '@splot/kernel'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { keepToChannel } from '#platform/auth'
import { authorise, holds, systemActor } from '#platform/context'
import { openPlatform } from '#platform/database'
import { importStaff } from './import-staff.ts'
import { staffByIds, staffByNumber } from './store.ts'
import { must } from '#test/answers'
import { openStaffWorld, type StaffWorld } from '#test/staff-world'

let world: StaffWorld
const opened: StaffWorld[] = []
beforeEach(async () => {
  world = await openStaffWorld()
  opened.push(world)
})
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()))
})

const STORE_MANAGER = { email: 'store.manager@example.com', password: 'krosno-tka-codziennie' }
const actorOf = (key: string) =>
  world.authenticate({ method: 'GET', headers: { authorization: `Bearer ${key}` } })

test('a machine key acts with its scopes on its channel and in its place, until it is revoked', async () => {
  const manager = world.as({ cookie: await world.signInOffice() })
  const here = world.places.get('LDZ1')
  const body = {
    name: 'WMS',
    kind: 'secret',
    channel: 'store',
    locationId: here,
    scopes: ['stock.read', 'audit.read'],
  }
  const { token, key } = must(await manager('POST', '/machine-keys', body), 201).body
  expect(token).toMatch(/^ssk_/)
  const actor = await actorOf(token)
  expect(actor).toMatchObject({ kind: 'machine', id: key.id, channel: { code: 'store' }, locationId: here })
  expect(holds(actor, 'stock.read', world.places.get('LDZ1'))).toBe(true)
  expect(() => authorise(actor, 'stock.read', world.places.get('GDA1'))).toThrow(/in this place/)
  expect(() => authorise(actor, 'stock.adjust')).toThrow(/stock.adjust/)
  expect(() => keepToChannel(actor, 'web')).toThrow(/belongs to the channel "store"/)
  expect(() => keepToChannel(actor, 'store')).not.toThrow()
  const audit = must(await world.call('GET', '/audit', { key: token }), 200).body
  expect(audit.items.map(({ action }) => action)).toEqual(['staff.key_created'])

  const listed = await manager('GET', '/machine-keys')
  expect(JSON.stringify(listed.body)).not.toContain(token.slice(8))
  expect((await manager('DELETE', `/machine-keys/${key.id}`)).status).toBe(204)
  expect((await world.call('GET', '/audit', { key: token })).body.code).toBe('auth.revoked')
})

test('a key expires when it was said to', async () => {
  const manager = world.as({ cookie: await world.signInOffice() })
  const expiresAt = new Date(Date.now() + 20 * MINUTE_MS).toISOString()
  const key = { name: 'ERP', kind: 'secret', channel: 'web', scopes: ['audit.read'], expiresAt }
  const { token } = must(await manager('POST', '/machine-keys', key), 201).body
  expect((await world.call('GET', '/audit', { key: token })).status).toBe(200)
  world.wait(20 * MINUTE_MS + 1)
  expect((await world.call('GET', '/audit', { key: token })).body.code).toBe('auth.expired')
})

test('a publishable key is a visitor on its channel and opens no door of the staff', async () => {
  const manager = world.as({ cookie: await world.signInOffice() })
  const key = { name: 'Aplikacja', kind: 'publishable', channel: 'store' }
  const { token } = must(await manager('POST', '/machine-keys', key), 201).body
  expect(await actorOf(token)).toMatchObject({
    kind: 'visitor',
    channel: { code: 'store' },
    grants: [],
  })
  expect((await world.call('GET', '/audit', { key: token })).status).toBe(401)
  const scoped = await manager('POST', '/machine-keys', { ...key, scopes: ['audit.read'] })
  expect(scoped.body.code).toBe('staff.publishable_key_scopes')
})

test('nobody makes a key, or a colleague, with more power than she has', async () => {
  const manager = world.as({ cookie: await world.signInOffice() })
  const invented = await manager('POST', '/machine-keys', {
    name: 'x',
    kind: 'secret',
    channel: 'web',
    scopes: ['world.rule'],
  })
  expect(invented).toMatchObject({ status: 403, body: { code: 'staff.beyond_your_permissions' } })

  const hers = world.as({ cookie: await world.signInOffice(STORE_MANAGER) })
  const key = { name: 'x', kind: 'secret', channel: 'web', scopes: ['stock.read'] }
  expect((await hers('POST', '/machine-keys', key)).body.code).toBe('auth.forbidden')
  // Even with the right to manage people in one place, she cannot appoint a manager of everything there.
  await world.platform.write(systemActor('test'), (ctx) =>
    ctx.query(
      `insert into staff.role_permission (role, permission) values ('store_manager', 'staff.manage')`,
    ),
  )
  const chief = world.as({ cookie: await world.signInOffice(STORE_MANAGER) })
  const everywhere = { number: '7001', name: 'Cudza', assignments: [{ role: 'manager', locationId: null }] }
  expect((await chief('POST', '/staff', everywhere)).body.code).toBe('staff.beyond_your_permissions')
  const maja = must(await chief('GET', '/staff'), 200).body.items.find(({ number }) => number === '9001')
  const reset = await chief('PATCH', `/staff/${maja?.id}`, { pin: '1111' })
  expect(reset.body.code).toBe('staff.beyond_your_permissions')
  const here = { ...everywhere, assignments: [{ role: 'assistant', locationId: world.places.get('LDZ1') }] }
  expect((await chief('POST', '/staff', here)).status).toBe(201)
})

test('somebody is hired, changed under her version, and out at once when she is deactivated', async () => {
  const manager = world.as({ cookie: await world.signInOffice() })
  const hired = await manager('POST', '/staff', {
    number: '7002',
    name: 'Nowa Osoba',
    email: 'Nowa@Example.com',
    password: 'dwanascie-znakow',
    pin: '4821',
    assignments: [{ role: 'assistant', locationId: world.places.get('LDZ1') }],
  })
  expect(hired).toMatchObject({ status: 201, body: { email: 'nowa@example.com', hasPin: true, version: 1 } })
  const again = await manager('POST', '/staff', { number: '7002', name: 'Inna', assignments: [] })
  expect(again).toMatchObject({ status: 409, body: { code: 'staff.number_taken' } })

  const theirs = await world.signInOffice({ email: 'nowa@example.com', password: 'dwanascie-znakow' })
  const { id } = must(hired, 201).body
  const promoted = await world.call('PATCH', `/staff/${id}`, {
    cookie: await world.signInOffice(),
    headers: { 'if-match': '"1"' },
    body: { assignments: [{ role: 'store_manager', locationId: world.places.get('LDZ1') }] },
  })
  expect(promoted.body.version).toBe(2)
  const me = must(await world.call('GET', '/staff/me', { cookie: theirs }), 200).body
  expect(me.permissions.map(({ permission }) => permission)).toContain('stock.adjust')
  const late = await world.call('PATCH', `/staff/${id}`, {
    cookie: await world.signInOffice(),
    headers: { 'if-match': '"1"' },
    body: { name: 'Za późno' },
  })
  expect(late).toMatchObject({ status: 412, body: { code: 'staff.changed_meanwhile' } })

  await manager('PATCH', `/staff/${id}`, { active: false })
  expect((await world.call('GET', '/staff/me', { cookie: theirs })).body.code).toBe('auth.revoked')
  const back = await world.call('POST', '/staff/sign-in', {
    body: { email: 'nowa@example.com', password: 'dwanascie-znakow' },
  })
  expect(back.body.code).toBe('auth.wrong_credentials')
})

test('nobody shuts herself out or raises herself', async () => {
  const cookie = await world.signInOffice()
  const me = must(await world.call('GET', '/staff/me', { cookie }), 200).body.staff
  for (const body of [{ active: false }, { assignments: [] }]) {
    expect((await world.call('PATCH', `/staff/${me.id}`, { cookie, body })).body.code).toBe(
      'staff.own_access',
    )
  }
})

test('a revocation in one process is seen by the others', async () => {
  const cookie = await world.signInOffice()
  const me = must(await world.call('GET', '/staff/me', { cookie }), 200).body.staff
  // Another process has its own cache; here the session is ended without telling this one, only through the log.
  const other = openPlatform({ url: world.platform.url, log: world.platform.log, poolSize: 2 })
  try {
    await other.write(systemActor('other'), async (ctx) => {
      await ctx.query(`update staff.staff_session set ended_at = now() where staff_id = $1`, [me.id])
      const { emit } = await import('#platform/events')
      emit(ctx, { type: 'staff.credentials_changed', subject: me.id, data: { ids: [me.id] } })
    })
    await expect.poll(async () => (await world.call('GET', '/staff/me', { cookie })).status).toBe(401)
  } finally {
    await other.close()
  }
})

test('every change is in the audit log, page by page, and cannot be taken out again', async () => {
  const cookie = await world.signInOffice()
  const till = await world.enrol(cookie)
  await world.call('POST', `/devices/${till.deviceId}/revoke`, { cookie })
  const lines: { action: string; staffName: string | null; detail: unknown }[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor && `&cursor=${cursor}`
    const page = must(await world.call('GET', `/audit?limit=2${query}`, { cookie }), 200).body
    lines.push(...page.items)
    cursor = page.next
  }
  expect(lines.map((line) => line.action)).toEqual([
    'staff.device_revoked',
    'staff.device_enrolled',
    'staff.enrolment_code_issued',
    'staff.signed_in',
  ])
  expect(lines[0]?.staffName).toBe('Maja Manager')
  const only = await world.call('GET', `/audit?subject=${till.deviceId}&action=staff.device_revoked`, {
    cookie,
  })
  expect(only.body.items).toHaveLength(1)
  expect((await world.call('GET', '/audit?cursor=nonsense', { cookie })).status).toBe(400)

  const wiped = world.platform.write(systemActor('test'), (ctx) => ctx.query(`delete from platform.audit`))
  await expect(wiped).rejects.toMatchObject({ code: '23001' })
  expect((await world.call('GET', '/audit', { cookie })).body.items).toHaveLength(4)
})

test('no token, code, PIN or password stands anywhere in the database', async () => {
  const cookie = await world.signInOffice()
  const issued = await world.call('POST', '/devices/enrolment-codes', {
    cookie,
    body: { locationId: world.places.get('LDZ1'), name: 'Kasa', kind: 'till' },
    headers: { 'idempotency-key': '0b6f7a52-5f0e-4b1e-9a52-1f5f3c1f7b11' },
  })
  const till = await world.enrol(cookie)
  const { session } = must(await world.signInAt(till.key, '1001', '1357'), 200).body
  const made = await world.call('POST', '/machine-keys', {
    cookie,
    body: { name: 'ERP', kind: 'secret', channel: 'web', scopes: [] },
    headers: { 'idempotency-key': '0b6f7a52-5f0e-4b1e-9a52-1f5f3c1f7b12' },
  })
  const secrets = [
    cookie.split('=')[1],
    must(issued, 201).body.code.replace('-', ''),
    till.key,
    session,
    must(made, 201).body.token,
    'osnowa-i-watek-22',
  ] as string[]
  const everything = await wholeDatabase()
  expect(everything).toContain('Maja Manager')
  for (const secret of secrets) expect(everything).not.toContain(secret)
})

test('seventy people are loaded at once, and a second load changes nothing', async () => {
  const people = Array.from({ length: 70 }, (_, index) => ({
    number: String(3000 + index),
    name: `Osoba ${index}`,
    pin: String(1000 + index),
    email: `osoba.${index}@example.com`,
    role: 'assistant',
    locationCode: 'GDA1',
  }))
  const load = () => world.platform.write(systemActor('test'), (ctx) => importStaff(ctx, people))
  expect(await load()).toBe(70)
  expect(await load()).toBe(0)
  const till = await world.enrol(await world.signInOffice(), 'GDA1')
  expect((await world.signInAt(till.key, '3069', '1069')).status).toBe(200)
  // Their names come in one answer, without whoever is unknown.
  const read = world.platform.read(systemActor('test'))
  const some = (await Promise.all(['3000', '3069'].map((number) => staffByNumber(read, number)))).flatMap(
    (known) => known?.member ?? [],
  )
  const named = await staffByIds(read, [...some.map(({ id }) => id), newId<'staff'>()])
  expect([...named.values()].map(({ name }) => name).sort()).toEqual(['Osoba 0', 'Osoba 69'])
})

/** Every row of every table, as text. */
async function wholeDatabase(): Promise<string> {
  const ctx = world.platform.read(systemActor('test'))
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
