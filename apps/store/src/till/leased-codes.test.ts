import { pbkdf2Sync } from 'node:crypto'
import { signsOfBits } from '@splot/rules'
import { expect, test } from 'vitest'
import { findLeased, type CodeLease } from './leased-codes.ts'

const signs = (bits: bigint): string => signsOfBits(bits)
const printed = (of: string): string => `${of.slice(0, 4)}-${of.slice(4, 8)}-${of.slice(8)}`
/** As the server makes it. */
function lease(id: string, codes: readonly string[], rounds = 2_000): CodeLease {
  const salt = Buffer.from(`salt of lease ${id}`)
  return {
    id,
    promotionId: 'p',
    until: '2026-12-01T00:00:00Z',
    salt: salt.toString('base64url'),
    rounds,
    digests: codes.map((code) => pbkdf2Sync(code, salt, rounds, 16, 'sha256').toString('base64url')),
  }
}

const MINE = signs(0x0123_4567_89ab_cden)
const OTHER = signs(0x0fed_cba9_8765_432n)
// A zero and a one, so that people may type O, I and L for them.
const MISREAD = signs(32n)

test('a till knows a code of its lease however it is typed, by a digest alone', async () => {
  const leases = [lease('first', [OTHER]), lease('second', [MINE, MISREAD])]
  for (const typed of [printed(MINE), MINE.toLowerCase(), ` ${printed(MINE).replaceAll('-', ' ')} `])
    expect((await findLeased(typed, leases))?.id).toBe('second')
  const misread = printed(MISREAD).replaceAll('0', 'o').replaceAll('1', 'l')
  expect(misread).toMatch(/[ol]/)
  expect((await findLeased(misread, leases))?.id).toBe('second')
  expect((await findLeased(printed(OTHER), leases))?.id).toBe('first')
})

test('codes of others, mistyped ones and what cannot be a code are not known', async () => {
  const leases = [lease('mine', [MINE])]
  expect(await findLeased(printed(OTHER), leases)).toBeUndefined()
  expect(await findLeased(MINE.slice(0, -1), leases)).toBeUndefined()
  const last = MINE.at(-1) === 'A' ? 'B' : 'A'
  expect(await findLeased(MINE.slice(0, -1) + last, leases)).toBeUndefined()
  expect(await findLeased('PREZENT', leases)).toBeUndefined()
  expect(await findLeased(MINE, [])).toBeUndefined()
  // Salt and rounds are those of the lease.
  expect(await findLeased(MINE, [{ ...lease('mine', [MINE]), rounds: 1 }])).toBeUndefined()
})
