import { expect, test } from 'vitest'
import { hashToken, kindOfToken, newToken } from './token.ts'

test('a key tells its kind, and a typing error is seen without asking the database', () => {
  for (const kind of ['spk', 'ssk', 'sdk', 'sst', 'sct'] as const) {
    const { token, hash, hint } = newToken(kind)
    expect(token).toMatch(new RegExp(`^${kind}_[A-Za-z0-9_-]{49}$`))
    expect(kindOfToken(token)).toBe(kind)
    expect(hash).toEqual(hashToken(token))
    expect(hash).toHaveLength(32)
    expect(token.startsWith(hint)).toBe(true)
    for (let at = 4; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A'
      expect(kindOfToken(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined()
    }
  }
})

test('one kind of key cannot be passed off as another', () => {
  const { token } = newToken('spk')
  expect(kindOfToken(`ssk${token.slice(3)}`)).toBeUndefined()
  expect(kindOfToken('')).toBeUndefined()
  expect(kindOfToken('password')).toBeUndefined()
})

test('no two keys are alike', () => {
  const made = new Set(Array.from({ length: 1_000 }, () => newToken('ssk').token))
  expect(made.size).toBe(1_000)
})
