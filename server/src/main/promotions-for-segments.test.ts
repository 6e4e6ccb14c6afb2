import { afterAll, beforeAll, expect, test } from 'vitest'
import { bindSegmentUses, keepSegments, routes as customerRoutes } from '#modules/customers'
import { bindSegments, promotionsForSegment, routes as promotionRoutes } from '#modules/promotions'
import { systemActor } from '#platform/context'
import { must, refused } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openStaffWorld, type StaffWorld } from '#test/staff-world'

const NAME = { pl: 'Stali', en: 'Regulars' }
let world: StaffWorld
let manager: ReturnType<StaffWorld['as']>

beforeAll(async () => {
  world = await openStaffWorld([...customerRoutes, ...promotionRoutes])
  // As main binds them.
  bindSegments(keepSegments)
  bindSegmentUses(promotionsForSegment)
  manager = world.as({ cookie: await world.signInOffice() })
})
afterAll(() => world.close())

const make = (code: string) => manager('PUT', `/customer-segments/${code}`, { name: NAME })
const remove = (code: string) => manager('DELETE', `/customer-segments/${code}`)
const draft = async (name: string, ...segments: readonly string[]): Promise<string> =>
  must(
    await manager('POST', '/promotions', {
      name,
      label: { pl: name, en: name },
      priority: 1,
      group: null,
      exclusive: false,
      validFrom: null,
      validUntil: null,
      audience: 'individual',
      returns: 'keep',
      currency: 'PLN',
      conditions: [
        { kind: 'value', atLeastMinor: 100 },
        { kind: 'segment', anyOf: segments },
      ],
      action: { kind: 'basket_percent', ppm: 100_000 },
    }),
    201,
  ).body.id
const publish = (change: { publish?: readonly string[]; archive?: readonly string[] }) =>
  manager('POST', '/promotions/publications', { ...change, reason: 'test' })
const versions = () =>
  world.platform.read(systemActor('test')).query('select version from promotions.rule_set order by version')

test('a promotion for a segment that there is not is not published, nor is what goes with it', async () => {
  must(await make('stali'), 201)
  const [good, bad] = [await draft('Dla stałych', 'stali'), await draft('Dla nikogo', 'stali', 'literowka')]
  const before = await versions()
  const no = refused(await publish({ publish: [good, bad] }))
  expect(no).toMatchObject({
    status: 422,
    code: 'promotions.bad_draft',
    errors: [{ pointer: '/publish/1/conditions/1/anyOf/1' }],
  })
  expect(await versions()).toEqual(before)
  must(await make('literowka'), 201)
  must(await publish({ publish: [good, bad] }), 201)
})

test('a segment that a published promotion asks for is not deleted, and is once that is archived', async () => {
  must(await make('nowi'), 201)
  const id = await draft('Dla nowych', 'nowi')
  must(await publish({ publish: [id] }), 201)
  expect(refused(await remove('nowi'))).toMatchObject({
    status: 409,
    code: 'customers.segment_used',
    facts: { promotions: ['Dla nowych'] },
  })
  must(await publish({ archive: [id] }), 201)
  must(await remove('nowi'), 204)
})

test('of a promotion that is being published nobody deletes the segment meanwhile', async () => {
  must(await make('wakacje'), 201)
  const id = await draft('Na wakacje', 'wakacje')
  const waiting = (people: number) =>
    expect
      .poll(
        () =>
          world.platform
            .read(systemActor('test'))
            .query(
              `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
            ),
        PATIENCE,
      )
      .toHaveLength(people)
  const client = await world.platform.pool.connect()
  try {
    await client.query('begin')
    // Whoever publishes has looked at the segments by then.
    await client.query('lock table promotions.revision in share mode')
    const publishing = publish({ publish: [id] })
    await waiting(1)
    const deleting = remove('wakacje')
    await waiting(2)
    await client.query('rollback')
    must(await publishing, 201)
    expect(refused(await deleting).code).toBe('customers.segment_used')
  } finally {
    client.release()
  }
})
