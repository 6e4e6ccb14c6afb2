import { expect, test } from 'vitest'
import { judgeProof } from './proof.ts'

const running = { open: 0, roundEndedAt: null, roundRows: null }
const round = { open: 0, roundEndedAt: '2026-11-20T10:00:00.000Z', roundRows: 75_000 }
const mismatch = {
  sku: 'TEE-1',
  locationId: '0190b6a0-0000-7000-8000-000000000001',
  onHand: 3,
  moved: 4,
  reserved: 0,
  held: 0,
  quarantined: 0,
  setAside: 0,
  bin: null,
  serials: 0,
  serialsMoved: 0,
}

test('the first page of many does not prove all rows: the running check speaks of those', () => {
  expect(judgeProof({ mismatch: null, next: 'more', running })).toBe('part')
  expect(judgeProof({ mismatch: null, next: 'more', running: round })).toBe('round')
  expect(judgeProof({ mismatch: null, next: null, running: round })).toBe('all')
})

test('a row that disagrees is told before anything that agrees', () => {
  expect(judgeProof({ mismatch, next: null, running: round })).toBe('mismatch')
  expect(judgeProof({ mismatch: null, next: null, running: { ...round, open: 1 } })).toBe('open')
})
