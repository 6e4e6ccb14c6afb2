import { MINUTE_MS } from '@splot/kernel'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { must } from '#test/answers'
import { minutesOf, openStaffWorld, type StaffWorld } from '#test/staff-world'

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

test('a till is enrolled with a code, an assistant signs in on it, and may do in its store what her role allows', async () => {
  const office = await world.signInOffice()
  const till = await world.enrol(office)
  const alone = await world.call('GET', '/devices/me', { key: till.key })
  expect(alone.body).toMatchObject({
    device: { name: 'Kasa 1', kind: 'till' },
    location: { code: 'LDZ1' },
    signedIn: null,
  })

  const { session } = must(await world.signInAt(till.key, '1001', '1357'), 200).body
  const me = must(await world.call('GET', '/devices/me', { key: till.key, session }), 200).body
  const here = world.places.get('LDZ1')
  expect(me.signedIn?.staff.name).toBe('Ala Łódzka')
  expect(me.signedIn?.permissions).toContainEqual({ permission: 'till.sell', locationId: here })
  expect(me.signedIn?.permissions).not.toContainEqual({ permission: 'stock.approve', locationId: here })
  const actor = await world.authenticate({
    method: 'POST',
    headers: { authorization: `Bearer ${till.key}`, 'x-staff-session': session },
  })
  expect(actor).toMatchObject({
    kind: 'staff',
    channel: { code: 'store' },
    locationId: here,
    deviceId: till.deviceId,
  })
})

test('a kiosk speaks for a channel of its own, in its place', async () => {
  const cookie = await world.signInOffice()
  const here = world.places.get('LDZ1')
  const body = { locationId: here, name: 'Kiosk przy wejściu', kind: 'kiosk' }
  const { code } = must(await world.call('POST', '/devices/enrolment-codes', { cookie, body }), 201).body
  const { key } = must(await world.call('POST', '/devices/enrol', { body: { code } }), 201).body
  const actor = await world.authenticate({ method: 'GET', headers: { authorization: `Bearer ${key}` } })
  expect(actor).toMatchObject({ kind: 'device', channel: { code: 'kiosk' }, locationId: here })
})

test('a code of another kind enrols nothing, is said to be so, and stays good for the right device', async () => {
  const cookie = await world.signInOffice()
  const wanted = { locationId: world.places.get('LDZ1'), name: 'Kiosk przy wejściu', kind: 'kiosk' }
  const { code } = must(
    await world.call('POST', '/devices/enrolment-codes', { cookie, body: wanted }),
    201,
  ).body
  const enrol = (kinds: string[]) => world.call('POST', '/devices/enrol', { body: { code, kinds } })
  expect(await enrol(['till', 'handheld'])).toMatchObject({
    status: 422,
    body: {
      code: 'staff.enrolment_code_other_kind',
      facts: { kind: 'kiosk' },
      errors: [{ pointer: '/code' }],
    },
  })
  const { items } = must(await world.call('GET', '/devices', { cookie }), 200).body
  expect(items.map(({ name }) => name)).not.toContain(wanted.name)
  expect(must(await enrol(['kiosk']), 201).body.device.kind).toBe('kiosk')
})

test('a manager of everything has, at a till, only the powers of that place', async () => {
  const till = await world.enrol(await world.signInOffice())
  const { signedIn } = must(await world.signInAt(till.key, '9001', '9001'), 200).body
  const places = new Set(signedIn.permissions.map(({ locationId }) => locationId))
  expect([...places]).toEqual([world.places.get('LDZ1')])
})

test('an enrolment code works once, for fifteen minutes, however it is typed', async () => {
  const cookie = await world.signInOffice()
  const issue = async () => {
    const body = { locationId: world.places.get('LDZ1'), name: 'Kasa 2', kind: 'till' }
    return must(await world.call('POST', '/devices/enrolment-codes', { cookie, body }), 201).body.code
  }
  const enrol = (code: string) => world.call('POST', '/devices/enrol', { body: { code } })

  const code = await issue()
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/)
  const together = await Promise.all([enrol(code.toLowerCase()), enrol(code.replace('-', ' '))])
  expect(together.map((answer) => answer.status).sort()).toEqual([201, 410])
  expect((await enrol(code)).body.code).toBe('staff.enrolment_code_used')
  expect((await enrol('AAAA-AAAA')).body.code).toBe('staff.enrolment_code_unknown')
  const late = await issue()
  world.wait(15 * MINUTE_MS)
  expect((await enrol(late)).body.code).toBe('staff.enrolment_code_expired')
})

test('a revoked till, and whoever is signed in on it, is out at once', async () => {
  const cookie = await world.signInOffice()
  const till = await world.enrol(cookie)
  const { session } = must(await world.signInAt(till.key, '1001', '1357'), 200).body
  expect((await world.call('GET', '/devices/me', { key: till.key, session })).status).toBe(200)

  const revoked = must(await world.call('POST', `/devices/${till.deviceId}/revoke`, { cookie }), 200)
  expect(revoked.body.revokedAt).not.toBeNull()
  expect((await world.call('GET', '/devices/me', { key: till.key, session })).body.code).toBe('auth.revoked')
  expect((await world.call('GET', '/devices/me', { key: till.key })).body.code).toBe('auth.revoked')
  expect((await world.signInAt(till.key, '1001', '1357')).status).toBe(401)
})

test('five wrong PINs lock a person on every till; somebody else may still sign in', async () => {
  const office = await world.signInOffice()
  const [first, second] = [await world.enrol(office), await world.enrol(office)]
  for (let i = 0; i < 5; i += 1) {
    const answer = await world.signInAt(i % 2 ? first.key : second.key, '1001', '0000')
    expect(answer).toMatchObject({ status: 401, body: { code: 'auth.wrong_pin' } })
  }
  const locked = await world.signInAt(first.key, '1001', '1357')
  expect(minutesOf(locked.headers['retry-after'])).toBe(5)
  expect(locked).toMatchObject({
    status: 429,
    body: { code: 'auth.too_many_attempts' },
  })
  expect((await world.signInAt(second.key, '2001', '2468')).status).toBe(200)
  world.wait(5 * MINUTE_MS)
  expect((await world.signInAt(first.key, '1001', '1357')).status).toBe(200)
})

test('a PIN is no use in a store where its owner does not work', async () => {
  const till = await world.enrol(await world.signInOffice(), 'GDA1')
  expect((await world.signInAt(till.key, '1001', '1357')).body.code).toBe('staff.not_assigned_here')
  expect((await world.signInAt(till.key, '1001', '9999')).body.code).toBe('auth.wrong_pin')
})

test('a session cannot be carried to another till', async () => {
  const office = await world.signInOffice()
  const [mine, other] = [await world.enrol(office), await world.enrol(office, 'GDA1')]
  const { session } = must(await world.signInAt(mine.key, '1001', '1357'), 200).body
  expect(await world.call('GET', '/devices/me', { key: other.key, session })).toMatchObject({
    status: 403,
    body: { code: 'auth.other_device' },
  })
  // Nor to the office.
  expect((await world.call('GET', '/staff/me', { cookie: `splot_staff=${session}` })).body.code).toBe(
    'auth.other_device',
  )
})

test('a till that rests locks itself; one that is locked wants the PIN; one person at a time is signed in', async () => {
  const till = await world.enrol(await world.signInOffice())
  const me = (session: string) => world.call('GET', '/devices/me', { key: till.key, session })
  const first = must(await world.signInAt(till.key, '1001', '1357'), 200).body.session
  world.wait(9 * MINUTE_MS)
  expect((await me(first)).status).toBe(200)
  world.wait(9 * MINUTE_MS)
  expect((await me(first)).status).toBe(200)
  world.wait(11 * MINUTE_MS)
  expect((await me(first)).body.code).toBe('auth.expired')

  const second = must(await world.signInAt(till.key, '1001', '1357'), 200).body.session
  expect((await me(second)).status).toBe(200)
  expect((await world.call('POST', '/devices/staff-lock', { key: till.key, session: second })).status).toBe(
    204,
  )
  expect((await me(second)).body.code).toBe('auth.locked')

  const third = must(await world.signInAt(till.key, '2001', '2468'), 200).body.session
  expect((await me(second)).body.code).toBe('auth.revoked')
  expect((await me(third)).status).toBe(200)
  expect(
    (await world.call('POST', '/devices/staff-sign-out', { key: till.key, session: third })).status,
  ).toBe(204)
  expect((await me(third)).body.code).toBe('auth.revoked')
})

test('a store manager enrols and sees the tills of her store, and of no other', async () => {
  const office = await world.signInOffice()
  const elsewhere = await world.enrol(office, 'GDA1')
  const hers = await world.signInOffice(STORE_MANAGER)
  const till = await world.enrol(hers)
  const seen = must(await world.call('GET', '/devices', { cookie: hers }), 200).body
  expect(seen.items.map(({ id }) => id)).toEqual([till.deviceId])

  const body = { locationId: world.places.get('GDA1'), name: 'Kasa', kind: 'till' }
  const refused = await world.call('POST', '/devices/enrolment-codes', { cookie: hers, body })
  expect(refused).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
  expect((await world.call('POST', `/devices/${elsewhere.deviceId}/revoke`, { cookie: hers })).status).toBe(
    403,
  )
})
