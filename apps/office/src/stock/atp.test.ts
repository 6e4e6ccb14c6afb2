import { expect, test } from 'vitest'
import { sumOf, type AtpRow } from './atp.ts'

const rule = { version: 3, ruleNo: 2, scope: {} }
const row: AtpRow = {
  sku: 'A',
  locationId: 'p',
  onHand: 12,
  reserved: 4,
  quarantined: 0,
  safety: 2,
  buffer: 0,
  pooledForOthers: 3,
  backorder: { against: 'none' },
  sources: {
    safety: rule,
    buffer: null,
    bufferPpm: null,
    backorder: null,
    pools: [{ channelId: 'c', left: 3, source: rule }],
  },
  days: [],
}

test('what is shown of a day adds up to what may be promised', () => {
  const day = { day: '2026-11-22', inbound: 5, queued: 1, keptForLater: 2, available: 5 }
  const { terms, result } = sumOf(row, day)
  expect(terms.reduce((sum, { pieces }) => sum + pieces, 0)).toBe(result)
})

test('terms that are nothing stay out, unless a rule made them nothing', () => {
  const day = { day: '2026-11-22', inbound: 0, queued: 0, keptForLater: 0, available: 3 }
  expect(sumOf(row, day).terms.map(({ term }) => term)).toEqual(['onHand', 'reserved', 'safety', 'pooled'])
  const zero = { ...row, safety: 0 }
  expect(sumOf(zero, day).terms.map(({ term }) => term)).toContain('safety')
})
