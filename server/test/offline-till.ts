import { MINUTE_MS, newId } from '@splot/kernel'
import { must } from './answers.ts'
import { openStoreWorld } from './store-world.ts'

/** The price of the list, grosze. */
export const LIST = 4_999
export const pln = (minor: number) => ({ minor, currency: 'PLN' })

/** What one promotion took off a line; grosze. */
export interface Given {
  readonly promotionId: string
  readonly minor: number
  readonly code?: string
}
interface Paid {
  readonly sku?: string
  readonly quantity?: number
  readonly unit?: number
  readonly discounts?: readonly Given[]
  readonly taxLetter?: string
}

export type OfflineTill = Awaited<ReturnType<typeof openOfflineTill>>

/** A store with a till that tells what it has sold without a network, and a manager who sees what does not agree. */
export async function openOfflineTill() {
  const world = await openStoreWorld()
  const manager = world.assistant(world.store, ['stock.incident'])
  await world.stock('TEE-S', world.store, 200)
  await world.stock('COAT-M', world.store, 50)
  const now = () => world.platform.clock()
  /** What a till tells of a sale that it has made without a network. */
  function fact(
    lines: readonly Paid[],
    { at = now(), rulesVersion = 0, ...more }: Record<string, unknown> = {},
  ) {
    const told = lines.map(
      ({ sku = 'TEE-S', quantity = 1, unit = LIST, discounts = [], taxLetter = 'A' }) => ({
        sku,
        quantity,
        paid: {
          unitMinor: unit,
          grossMinor: unit * quantity - discounts.reduce((sum, { minor }) => sum + minor, 0),
          taxLetter,
          name: 'Koszulka z kasy',
          priceVersion: 1,
          discounts: discounts.map((one) => ({
            label: { pl: 'Lato', en: 'Summer' },
            pieces: quantity,
            ...one,
          })),
        },
      }),
    )
    const total = told.reduce((sum, { paid }) => sum + paid.grossMinor, 0)
    return {
      lines: told,
      tender: { kind: 'cash', given: pln(total) },
      expectedTotal: pln(total),
      offline: { at: (at as Date).toISOString(), rulesVersion },
      ...more,
    }
  }

  const send = (body: unknown, key: string = newId(), actor = world.clerk) =>
    world.call(actor, 'POST', '/till-sales', body, key)
  const sold = async (body: unknown, key?: string) => must(await send(body, key), 201).body
  const flagged = async () => must(await world.call(manager, 'GET', '/incidents/sales'), 200).body.items
  const flagOf = async (orderId: string) => (await flagged()).find(({ order }) => order.id === orderId)

  return {
    world,
    manager,
    now,
    /** Lets some time go by, so that before and after are told apart. */
    wait: () => world.turnClock(MINUTE_MS),
    fact,
    send,
    sold,
    flagged,
    flagOf,
    /** Of the promotions that are in force now. */
    rulesVersion: async () =>
      (await world.query<{ version: number }>('select max(version) as version from promotions.rule_set'))[0]
        ?.version ?? 0,
  }
}
