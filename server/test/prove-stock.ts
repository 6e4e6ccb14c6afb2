import { expect } from 'vitest'
import { must } from './answers.ts'
import type { Caller, Credential } from './world-http.ts'

/** The largest page of the door: whole rows of stock. */
const PAGE_ROWS = 20_000

/**
 * Follows `GET /v1/stock/proof` over every page as somebody who may read all stock, and expects each row to agree with its ledger;
 * answers how many rows were recounted.
 */
export async function expectStockProven(call: Caller, as: Credential): Promise<number> {
  let rows = 0
  for (let cursor = ''; ;) {
    const from = cursor && `&cursor=${encodeURIComponent(cursor)}`
    const page = must(await call('GET', `/v1/stock/proof?limit=${PAGE_ROWS}${from}`, { as }), 200).body
    expect(page).toMatchObject({ proven: true, mismatch: null })
    rows += page.rows
    if (page.next === null) return rows
    cursor = page.next
  }
}
