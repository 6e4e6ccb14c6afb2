import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { simulateDay, type Day } from '../simulation/day.ts'
import { mutants, spoil } from '../simulation/mutants.ts'

/** What happens on every one of these days. */
const always = (
  'reserve extend shrink release allocate pick consume releaseAllocated sell receive return adjust transferOut transferIn ' +
  'announce receiveAdvice closeAdvice requestTransfer ship receiveTransfer closeTransfer startCount scan submit ' +
  'blockLot expireLots publish defineKit'
).split(' ')

/** The night runs a thousand: `npm run simulate -- --seeds 1000`. */
const SEEDS = 20

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

/** Days of this run, to compare another one with. */
const days = new Map<number, Day>()
/** A day takes three or four seconds, and many times that on a busy machine; nothing here is timed. */
const PATIENCE_MS = 900_000

const reproduction = (seed: number) => `npm run simulate -- --seed ${seed}`

test.each(Array.from({ length: SEEDS }, (_, at) => at + 1))(
  'a day of 22 stores and five channels, seed %i',
  { timeout: PATIENCE_MS },
  async (seed) => {
    const day = await simulateDay(database.url, seed).catch((error: Error) => {
      throw new Error(`${reproduction(seed)}\n${error.message}`, { cause: error })
    })
    days.set(seed, day)
    // A day on which nothing happens proves nothing.
    expect(day.commands).toBeGreaterThan(500)
    for (const asked of always) expect(day.counts[asked], asked).toBeGreaterThan(0)
  },
)

test('the same seed tells the same day', { timeout: PATIENCE_MS }, async () => {
  const [[seed, first] = []] = days
  expect(await simulateDay(database.url, seed ?? 1)).toEqual(first)
})

/** Days until a broken build must have been noticed. */
const NOTICED_WITHIN = 3

test.each(mutants)('a build that $what is noticed', { timeout: PATIENCE_MS }, async (mutant) => {
  for (let seed = 1; seed <= NOTICED_WITHIN; seed += 1) {
    const spoilt = await createTestDatabase()
    try {
      await spoil(spoilt.url, mutant)
      const found = await simulateDay(spoilt.url, seed).then(
        () => undefined,
        (error: Error) => error,
      )
      if (!found) continue
      // The day fails by what it found, not by a function that does not run.
      expect(found.name, found.message).toBe('Divergence')
      return
    } finally {
      await spoilt.drop()
    }
  }
  throw new Error(`nobody noticed within ${NOTICED_WITHIN} days`)
})
