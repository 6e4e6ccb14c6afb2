import * as fc from 'fast-check'
import { newId, Refusal, type LocationId, type OrderId, type Sku } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { incidentsSubscriber, listIncidents, openIn, situationOf } from '#modules/incidents'
import { adjust, proveStock } from '#modules/inventory'
import { registerSubscribers } from '#platform/events'
import { drain } from '#test/drain'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { resolveOversell, type WantedChoice } from './resolve-oversell.ts'

const SKUS = ['TEE-S', 'TEE-M', 'TEE-L', 'COAT-M']
const DAY_MS = 86_400_000
const EXPECTED = new Set([
  'incidents.not_affected',
  'incidents.place_short',
  'incidents.no_such_option',
  'incidents.substitute_gone',
  'incidents.too_many',
  'orders.not_cancellable',
])

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
  await registerSubscribers(world.platform, [incidentsSubscriber])
})
afterAll(() => world.close())

const react = async () => {
  await drain(world.platform, incidentsSubscriber)
}

const current = () =>
  listIncidents(world.platform.read(world.visitor), {
    places: null,
    states: openIn,
    sku: null,
    assignedTo: null,
    before: null,
    limit: 100,
  })

/** One random world: what is there, who buys what, what is lost, and how staff choose, several at once. */
const story = fc.record({
  /** Of each SKU: in the store where all is bought, and in the other one. */
  stock: fc.array(fc.tuple(fc.integer({ min: 3, max: 6 }), fc.nat(3)), { minLength: 4, maxLength: 4 }),
  orders: fc.array(
    fc.uniqueArray(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 2 })), {
      selector: ([sku]) => sku,
      minLength: 1,
      maxLength: 3,
    }),
    { minLength: 3, maxLength: 5 },
  ),
  lost: fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 3, max: 6 })), { minLength: 1, maxLength: 2 }),
  choices: fc.array(fc.tuple(fc.nat(4), fc.nat(3), fc.boolean()), { minLength: 8, maxLength: 8 }),
})

/** Two buy a shirt of three and all three are lost; staff know only this one way. */
const eachWay = [0, 1, 2, 3, 4].map((kind): [Story] => [
  {
    stock: [
      [3, 3],
      [3, 3],
      [3, 3],
      [3, 3],
    ],
    orders: [
      [[0, 1]],
      [
        [0, 1],
        [3, 1],
      ],
    ],
    lost: [[0, 3]],
    choices: Array.from({ length: 8 }, () => [kind, 1, false]),
  },
])

const choiceOf = (kind: number, sku: number): WantedChoice => {
  switch (kind) {
    case 0:
      return { kind: 'other_place', locationId: world.otherStore }
    case 1:
      return { kind: 'substitute', sku: SKUS[sku] as Sku }
    case 2:
      return { kind: 'wait', until: new Date(Date.now() + DAY_MS) }
    case 3:
      return { kind: 'cancel_line' }
    default:
      return { kind: 'cancel_order' }
  }
}

async function attempt(
  incident: { readonly incidentId: Parameters<typeof resolveOversell>[1]['incidentId'] },
  orderId: OrderId,
  lineNo: number | null,
  choice: WantedChoice,
): Promise<void> {
  const { incidentId } = incident
  const wanted = { commandId: newId(), incidentId, orderId, lineNo, choice }
  await resolveOversell(world.command(managerOf()), wanted).catch((error: unknown) => {
    if (!(error instanceof Refusal) || !EXPECTED.has(error.code)) throw error
  })
}

const managerOf = () => world.assistant(world.store, ['stock.incident', 'orders.cancel'])

/** Staff decide, two at a time, until nobody is left to decide about. */
async function decideAll(choices: readonly (readonly [number, number, boolean])[]): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    await react()
    const open = (await current()).filter(({ undecided }) => undecided > 0)
    if (open.length === 0) return
    for (const incident of open) {
      const read = world.platform.read(world.visitor)
      const { affected } = await situationOf(read, incident.sku, incident.locationId)
      const one = affected.find(({ stage, orderId }) => stage === 'undecided' && orderId !== null)
      if (!one?.orderId) continue
      const [kind, sku, twice] = choices[round % choices.length] ?? [4, 0, false]
      // What staff wished may not be possible; at last everything can be cancelled.
      const wish = round < 8 ? choiceOf(kind, sku) : choiceOf(4, 0)
      await Promise.all([
        attempt(incident, one.orderId, one.lineNo, wish),
        ...(twice ? [attempt(incident, one.orderId, one.lineNo, choiceOf((kind + 1) % 5, sku))] : []),
      ])
    }
  }
}

const change = (sku: string, locationId: LocationId, quantity: number) =>
  world.write((ctx) =>
    adjust(ctx, [
      {
        document: { kind: 'adjustment', id: newId() },
        locationId,
        reason: 'correction',
        lines: [{ sku: sku as Sku, quantity }],
      },
    ]),
  )

async function emptyShop(): Promise<void> {
  for (const { sku, place, pieces } of await world.query<{ sku: string; place: LocationId; pieces: number }>(
    'select sku, location_id as place, on_hand - reserved as pieces from inventory.stock where on_hand <> reserved',
  ))
    await change(sku, place, -pieces)
  await react()
}

type Story = typeof story extends fc.Arbitrary<infer Told> ? Told : never

async function tellStory({ stock, orders, lost, choices }: Story): Promise<void> {
  await emptyShop()
  for (const [sku, [here, there]] of stock.entries()) {
    await world.stock(SKUS[sku] ?? '', world.store, here)
    if (there > 0) await world.stock(SKUS[sku] ?? '', world.otherStore, there)
  }
  for (const lines of orders)
    await world
      .buy(lines.map(([sku, quantity]) => world.pickup(SKUS[sku] ?? '', quantity)))
      // Not everything is there for everybody.
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error
      })
  for (const [sku, pieces] of lost) await change(SKUS[sku] ?? '', world.store, -pieces)
  await decideAll(choices)
  await react()
  expect(await brokenPromises()).toEqual([])
  expect(await ordersWithoutTheirPieces()).toEqual([])
  expect(await ordersWhoseMoneyIsWrong()).toEqual([])
  expect((await current()).filter(({ undecided }) => undecided > 0)).toEqual([])
  expect((await proveStock(world.platform.read(world.visitor), null)).mismatch).toBeNull()
}

test('however incidents are resolved, what is promised exists, each order has its pieces, and money adds up', async () => {
  await fc.assert(fc.asyncProperty(story, tellStory), { numRuns: 15, examples: eachWay })
  // The stories have come by every way out.
  const ways = await world.query<{ choice: string }>('select distinct choice from incidents.decision')
  expect(ways.map(({ choice }) => choice).sort()).toEqual([
    'cancel_line',
    'cancel_order',
    'other_place',
    'substitute',
    'wait',
  ])
}, 300_000)

/** Rows where more is promised than exists, those apart who agreed to wait. */
const brokenPromises = () =>
  world.query(
    `select s.sku, s.on_hand, s.reserved from inventory.stock s
      where s.reserved > greatest(0, s.on_hand) + coalesce((
        select sum(d.quantity) from incidents.decision d join incidents.incident i on i.id = d.incident_id
         where i.sku = s.sku and i.location_id = s.location_id and d.choice = 'wait' and d.until > now()
           and i.state in ('open', 'waiting')), 0)`,
  )

/** Orders that are still to be served whose lines, fulfilments and holds do not say the same. */
const ordersWithoutTheirPieces = () =>
  world.query(
    `with lines as (select order_id, sku, sum(quantity)::int as n from orders.order_line where quantity > 0 group by 1, 2),
     parts as (select f.order_id, l ->> 'sku' as sku, f.location_id, sum((l ->> 'quantity')::int)::int as n
                 from fulfilment.fulfilment f cross join jsonb_array_elements(f.lines) l
                where f.state <> 'cancelled' group by 1, 2, 3),
     held as (select h.order_id, s.sku, s.location_id, sum(l.outstanding)::int as n
                from inventory.hold h join inventory.hold_line l using (hold_id) join inventory.stock s using (stock_id)
               where h.state = 'allocated' and l.outstanding > 0 group by 1, 2, 3)
     select o.number, l.sku, l.n from orders.order o join lines l on l.order_id = o.id
      where o.state = 'confirmed' and (
        l.n is distinct from (select sum(p.n)::int from parts p where p.order_id = o.id and p.sku = l.sku)
        or exists (select from parts p full join held h using (order_id, sku, location_id)
                    where coalesce(p.order_id, h.order_id) = o.id and p.n is distinct from h.n))`,
  )

/** Orders where what was paid, less what went back, is not what the customer gets. */
const ordersWhoseMoneyIsWrong = () =>
  world.query(
    `select o.number, o.state, o.gross_minor, p.amount_minor, r.back
       from orders.order o join payments.payment p on p.order_id = o.id and p.state in ('captured', 'refunded_partly', 'refunded')
       cross join lateral (select coalesce(sum(amount_minor), 0) as back from payments.refund where order_id = o.id) r
      where p.amount_minor - r.back <> case when o.state = 'cancelled' then 0 else o.gross_minor end
         or o.gross_minor <> o.shipping_minor + (select sum(gross_minor) from orders.order_line l where l.order_id = o.id)`,
  )
