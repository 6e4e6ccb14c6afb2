import { HOUR_MS, MINUTE_MS } from '@splot/kernel'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { MANAGER, minutesOf, openStaffWorld, type StaffWorld } from '#test/staff-world'

let world: StaffWorld
const opened: StaffWorld[] = []
beforeEach(async () => {
  world = await openStaffWorld()
  opened.push(world)
})
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()))
})

test('a manager signs in to the office, is known by her cookie, and signs out for good', async () => {
  const signedIn = await world.call('POST', '/staff/sign-in', { body: MANAGER })
  expect(signedIn.status).toBe(200)
  expect(signedIn.body.staff).toMatchObject({ number: '9001', name: 'Maja Manager' })
  expect(String(signedIn.headers['set-cookie'])).toMatch(
    /^splot_staff=sst_\S+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
  )
  const me = await world.call('GET', '/staff/me', { cookie: signedIn.cookie })
  expect(me.body.permissions).toContainEqual({ permission: 'staff.manage', locationId: null })

  const out = await world.call('POST', '/staff/sign-out', { cookie: signedIn.cookie })
  expect(out.status).toBe(204)
  expect(String(out.headers['set-cookie'])).toContain('Max-Age=0')
  const after = await world.call('GET', '/staff/me', { cookie: signedIn.cookie })
  expect(after).toMatchObject({ status: 401, body: { code: 'auth.revoked' } })
})

test('a wrong password, an unknown e-mail and somebody without a password get the same answer', async () => {
  const bodies = [
    { email: MANAGER.email, password: 'not-the-password' },
    { email: 'nobody@example.com', password: 'not-the-password' },
    { email: 'ala@example.com', password: 'not-the-password' },
  ]
  const answers = await Promise.all(bodies.map((body) => world.call('POST', '/staff/sign-in', { body })))
  for (const answer of answers) {
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual(answers[0]?.body)
    expect(answer.body.code).toBe('auth.wrong_credentials')
  }
})

test('five wrong passwords lock the account, even against the right one, and each wrong try after it doubles the lock', async () => {
  const wrong = { email: MANAGER.email, password: 'not-the-password' }
  const attempt = async (body: object) => {
    const answer = await world.call('POST', '/staff/sign-in', { body })
    return [answer.status, answer.body.code, minutesOf(answer.headers['retry-after'])]
  }
  for (let i = 0; i < 5; i += 1) expect((await attempt(wrong))[0]).toBe(401)
  expect(await attempt(MANAGER)).toEqual([429, 'auth.too_many_attempts', 5])
  world.wait(5 * MINUTE_MS)
  expect((await attempt(wrong))[0]).toBe(401)
  expect(await attempt(MANAGER)).toEqual([429, 'auth.too_many_attempts', 10])
  world.wait(10 * MINUTE_MS)
  expect((await attempt(MANAGER))[0]).toBe(200)
  // A right password wipes the slate: four slips do not lock again.
  for (let i = 0; i < 4; i += 1) expect((await attempt(wrong))[0]).toBe(401)
  expect((await attempt(MANAGER))[0]).toBe(200)
})

test('a lock holds against many guesses at once, for people who do not exist too', async () => {
  const guess = { email: 'nobody@example.com', password: 'not-the-password' }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => world.call('POST', '/staff/sign-in', { body: guess })),
  )
  expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5)
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(15)
})

test('a session ends after an hour of rest, and after twelve hours of work', async () => {
  const rested = await world.signInOffice()
  world.wait(59 * MINUTE_MS)
  expect((await world.call('GET', '/staff/me', { cookie: rested })).status).toBe(200)
  world.wait(61 * MINUTE_MS)
  expect((await world.call('GET', '/staff/me', { cookie: rested })).body.code).toBe('auth.expired')

  const worked = await world.signInOffice()
  for (let i = 0; i < 15; i += 1) {
    world.wait(0.75 * HOUR_MS)
    expect((await world.call('GET', '/staff/me', { cookie: worked })).status).toBe(200)
  }
  world.wait(0.75 * HOUR_MS)
  expect((await world.call('GET', '/staff/me', { cookie: worked })).body.code).toBe('auth.expired')
  // An old cookie must not keep her from signing in again.
  expect((await world.call('POST', '/staff/sign-in', { cookie: worked, body: MANAGER })).status).toBe(200)
})

test('another site cannot act with the cookie of the office', async () => {
  const cookie = await world.signInOffice()
  const signOutFrom = (headers: Record<string, string>) =>
    world.call('POST', '/staff/sign-out', { headers: { cookie, ...headers } })
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:80' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    {},
  ]) {
    expect(await signOutFrom(headers as Record<string, string>)).toMatchObject({
      status: 403,
      body: { code: 'auth.cross_site' },
    })
  }
  // Reading is harmless: no other site can see the answer.
  expect((await world.call('GET', '/staff/me', { headers: { cookie } })).status).toBe(200)
  expect((await signOutFrom({ origin: 'http://localhost:80' })).status).toBe(204)
})

test('a credential that was seen a moment ago costs no SQL, and neither does a visitor', async () => {
  const cookie = await world.signInOffice()
  const staff = { method: 'GET', headers: { cookie } }
  const visitor = { method: 'GET', headers: {} }
  const first = await world.authenticate(staff)
  await world.authenticate(visitor)
  const asked = vi.spyOn(world.platform.pool, 'query')
  const connected = vi.spyOn(world.platform.pool, 'connect')
  for (let i = 0; i < 100; i += 1) {
    expect(await world.authenticate(staff)).toBe(first)
    expect(await world.authenticate(visitor)).toMatchObject({ kind: 'visitor', channel: { code: 'web' } })
  }
  expect(asked).not.toHaveBeenCalled()
  expect(connected).not.toHaveBeenCalled()
})

test('what Splot never issued is nobody', async () => {
  for (const key of ['nonsense', 'ssk_short', 'sst_' + 'A'.repeat(49)]) {
    const answer = await world.call('GET', '/staff/me', { key })
    expect(answer).toMatchObject({ status: 401, body: { code: 'auth.unknown_key' } })
  }
  const basic = await world.call('GET', '/staff/me', { headers: { authorization: 'Basic YTpi' } })
  expect(basic.body.code).toBe('auth.unknown_key')
  expect((await world.call('GET', '/staff/me')).body.code).toBe('auth.sign_in_first')
})

test('a manager who shops in the browser of the office shops as herself, and still follows her streams', async () => {
  const cookie = await world.signInOffice()
  const ask = (method: string, audience: string[]) =>
    world.authenticate({ method, headers: { cookie, 'sec-fetch-site': 'same-origin' } }, audience)
  const shop = ['visitor', 'customer', 'staff']
  expect(await ask('POST', shop)).toMatchObject({ kind: 'visitor', channel: { code: 'web' } })
  expect(await ask('GET', shop)).toMatchObject({ kind: 'staff', channel: { code: 'office' } })
  expect(await ask('POST', ['staff'])).toMatchObject({ kind: 'staff', channel: { code: 'office' } })
})
