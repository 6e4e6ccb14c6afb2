import { expect, test, vi } from 'vitest'

// The house needs a browser; nothing is asked here.
vi.mock('../house.ts', () => ({ api: {}, ask: () => Promise.reject(new Error('not asked')) }))
const { cardNumberIn, pinIn, splitTotal } = await import('./gift-card.ts')

const card = (number: string, minor: number) => ({
  number,
  pin: '123456',
  lastFour: number.slice(-4),
  balance: { minor, currency: 'PLN' },
})

test('a scanned number of ours is told from anything else that is scanned', () => {
  expect(cardNumberIn('9812 3456 7890 1234')).toBe('9812345678901234')
  expect(cardNumberIn('5901234123457')).toBeNull()
  expect(cardNumberIn('SPLOT:P:1:123456')).toBeNull()
  expect([pinIn(' 03 51 50'), pinIn('035150'), pinIn('3515')]).toEqual(['035150', '035150', null])
})

test('cards pay one after the other and cash what they leave', () => {
  const [one, two, three] = [card('1', 3_000), card('2', 4_000), card('3', 100)]
  expect(splitTotal(4_990, [one, two, three])).toEqual({
    parts: [
      { card: one, minor: 3_000 },
      { card: two, minor: 1_990 },
    ],
    rest: 0,
  })
  expect(splitTotal(4_990, [one]).rest).toBe(1_990)
  expect(splitTotal(4_990, []).rest).toBe(4_990)
})
