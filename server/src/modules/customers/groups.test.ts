import { newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { must } from '#test/answers'
import { openStaffWorld, type StaffWorld } from '#test/staff-world'
import { routes } from './routes.ts'

let world: StaffWorld
let manager: ReturnType<StaffWorld['as']>
let storeManager: ReturnType<StaffWorld['as']>
beforeAll(async () => {
  world = await openStaffWorld(routes)
  manager = world.as({ cookie: await world.signInOffice() })
  const store = { email: 'store.manager@example.com', password: 'krosno-tka-codziennie' }
  storeManager = world.as({ cookie: await world.signInOffice(store) })
})
afterAll(() => world.close())

const customer = async (email: string): Promise<string> => {
  const body = { name: 'Ewa Grupowa', email, password: 'dwanascie-znakow' }
  return must(await world.call('POST', '/customers', { body }), 201).body.customerId
}
const groupsOf = async (id: string) => must(await manager('GET', `/customers/${id}/groups`), 200).body.groups

test('a customer is put into groups, seen in them, counted and listed; the audit log tells from what to what', async () => {
  const [ewa, ola] = [await customer('ewa@example.com'), await customer('ola@example.com')]
  must(await manager('PUT', `/customers/${ewa}/groups`, { groups: ['staff', 'club', 'club'], seen: [] }), 204)
  must(await manager('PUT', `/customers/${ola}/groups`, { groups: ['club'] }), 204)
  expect(await groupsOf(ewa)).toEqual(['club', 'staff'])
  const { items } = must(await manager('GET', '/customer-groups'), 200).body
  expect(items).toEqual([
    { name: 'club', customers: 2 },
    { name: 'staff', customers: 1 },
  ])
  const first = must(await manager('GET', '/customer-groups/club/customers?limit=1'), 200).body
  expect(first.items.map(({ id }) => id)).toEqual([ola])
  const rest = must(
    await manager('GET', `/customer-groups/club/customers?limit=1&cursor=${first.next}`),
    200,
  ).body
  expect(rest.items).toMatchObject([{ id: ewa, groups: ['club', 'staff'] }])
  expect(rest.next).toBeNull()
  must(await manager('PUT', `/customers/${ewa}/groups`, { groups: ['staff'] }), 204)
  const log = await world.platform.read(systemActor('test')).query(
    `select detail, staff_id is not null as "bySomebody" from platform.audit
        where action = 'customers.grouped' and subject = $1 order by id`,
    [ewa],
  )
  expect(log).toEqual([
    { detail: { before: [], groups: ['club', 'staff'] }, bySomebody: true },
    { detail: { before: ['club', 'staff'], groups: ['staff'] }, bySomebody: true },
  ])
})

test('two who change the groups of one customer at once do not undo each other', async () => {
  const id = await customer('dwie@example.com')
  const change = (groups: string[]) => manager('PUT', `/customers/${id}/groups`, { groups, seen: [] })
  const answers = await Promise.all([change(['club']), change(['staff'])])
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 412])
  const told = answers.find(({ status }) => status === 412)
  expect(told?.body).toMatchObject({ code: 'customers.stale', facts: { groups: await groupsOf(id) } })
})

test('guests and strangers have no groups; a store manager may not see lists nor change anything', async () => {
  const id = newId<'customer'>()
  expect(await groupsOf(id)).toEqual([])
  expect(await manager('PUT', `/customers/${id}/groups`, { groups: ['club'] })).toMatchObject({
    status: 404,
    body: { code: 'customers.not_found' },
  })
  expect((await manager('PUT', `/customers/${id}/groups`, { groups: ['Klub VIP'] })).status).toBe(400)
  for (const answer of [
    await storeManager('GET', '/customer-groups'),
    await storeManager('GET', '/customer-groups/club/customers'),
    await storeManager('PUT', `/customers/${id}/groups`, { groups: [] }),
  ])
    expect(answer.status).toBe(403)
})
