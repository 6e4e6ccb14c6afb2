import { replayBaskets, replayReturns, type Retailer } from '@splot/demo'
import { machineKey } from '../manager.ts'
import { call } from '../world.ts'
import type { ReplayKeys, ReplayWorld } from './api.ts'
import { find, type Found } from './found.ts'
import { prove, type Verdict } from './prove.ts'
import { cut, reckon, type Due } from './reckon.ts'
import { send, type Sent } from './send.ts'

export interface Replayed {
  readonly due: Due
  readonly sent: Sent
  readonly verdict: Verdict
  /** Reads the books again, as they are now. */
  readonly readBooks: () => Promise<Found>
}

/**
 * Sends the first `invoices` sales of the UCI slice, with the returns that belong to them, into a Splot that holds this retailer
 * and has sold nothing yet, and proves conservation.
 */
export async function replay(
  world: ReplayWorld,
  retailer: Retailer,
  extent: { readonly invoices: number; readonly sendAll?: boolean },
  note: (line: string) => void,
): Promise<Replayed> {
  const slice = cut(replayBaskets(), replayReturns(), extent.invoices)
  const due = reckon(retailer, slice.baskets, slice.returns, extent.sendAll ?? false)
  const keys = await makeKeys(world)
  note(`replaying ${slice.baskets.length} sales and ${slice.returns.length} returns …`)
  const sent = await send(world, keys, slice, due, note)
  note('reading the books …')
  const readBooks = () => find(world, keys)
  const verdict = prove(due, await readBooks(), sent.orders)
  return { due, sent, verdict, readBooks }
}

/** What the machine of a place may do: sell, take back, and send what was ordered on the web. */
const PLACE_SCOPES = ['till.sell', 'returns.accept', 'fulfilment.pick']
const READER_SCOPES = ['stock.read', 'orders.read']

async function makeKeys(world: ReplayWorld): Promise<ReplayKeys> {
  const places = await call<{ items: { id: string; code: string }[] }>(world.http, 'GET', '/v1/locations')
  const used = new Set([...replayBaskets(), ...replayReturns()].map((one) => one.locationCode))
  const keys = new Map<string, string>()
  for (const { id, code } of places.body.items) {
    if (used.has(code)) keys.set(code, await machineKey(world, PLACE_SCOPES, id))
  }
  return {
    at: (code) => {
      const key = keys.get(code)
      if (!key) throw new Error(`the retailer has no place ${code}`)
      return key
    },
    reader: await machineKey(world, READER_SCOPES),
  }
}
