import { randomUUID } from 'node:crypto'
import { buildRetailer } from '@splot/demo'
import { call, type BenchWorld } from './world.ts'

/** Pieces of one receipt: keeps its transaction short. */
const LINES_PER_RECEIPT = 200

/** A machine key with these permissions at a place, or everywhere, made the way a manager makes one. */
export async function machineKey(
  world: Pick<BenchWorld, 'http'>,
  scopes: readonly string[],
  locationId?: string,
): Promise<string> {
  const manager = buildRetailer().staff.find((person) => person.password)
  const signIn = await world.http.request({
    method: 'POST',
    path: '/v1/staff/sign-in',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ email: manager?.email, password: manager?.password }),
  })
  await signIn.body.dump()
  const cookie = [signIn.headers['set-cookie']].flat()[0]?.split(';')[0] ?? ''
  const { body } = await call<{ token: string }>(world.http, 'POST', '/v1/machine-keys', {
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'idempotency-key': randomUUID() },
    body: { name: 'benchmark', kind: 'secret', channel: 'store', locationId, scopes },
  })
  return body.token
}

/**
 * Deepens the stock of `skus` at a place by receipts through the API: a benchmark sells more in seconds than a shop in
 * years, and still every piece has its movement.
 */
export async function receiveStock(
  world: BenchWorld,
  locationId: string,
  skus: readonly string[],
  pieces: number,
): Promise<void> {
  const key = await machineKey(world, ['stock.receive'], locationId)
  for (let from = 0; from < skus.length; from += LINES_PER_RECEIPT) {
    await call(world.http, 'POST', '/v1/stock/receipts', {
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() },
      body: {
        locationId,
        lines: skus.slice(from, from + LINES_PER_RECEIPT).map((sku) => ({ sku, quantity: pieces })),
      },
    })
  }
}
