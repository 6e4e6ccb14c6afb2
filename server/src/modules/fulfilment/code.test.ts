import { newId, type FulfilmentId } from '@splot/kernel'
import { beforeAll, expect, test } from 'vitest'
import { bindSecrets } from '#platform/auth'
import { pickupCodeFits, pickupCodeOf, pickupQrOf, readPickupQr } from './index.ts'

const secret = 'a secret that is long enough for tests'
beforeAll(() => bindSecrets({ masterSecret: secret }))

test('a code is six digits, the same every time, and another one under another secret', () => {
  const ids = Array.from({ length: 500 }, () => newId() as FulfilmentId)
  const codes = ids.map(pickupCodeOf)
  for (const code of codes) expect(code).toMatch(/^\d{6}$/)
  expect(ids.map(pickupCodeOf)).toEqual(codes)
  // Two of 500 ids share a code now and then; a code that did not depend on the id would be the same for all.
  expect(new Set(codes).size).toBeGreaterThan(490)
  bindSecrets({ masterSecret: `${secret} 2` })
  expect(ids.filter((id, index) => pickupCodeOf(id) === codes[index]).length).toBeLessThan(5)
  bindSecrets({ masterSecret: secret })
})

test('only the code of this pickup fits', () => {
  const id = newId() as FulfilmentId
  const code = pickupCodeOf(id)
  expect(pickupCodeFits(id, code)).toBe(true)
  for (const other of [code.slice(1), `${code}0`, '', code === '000000' ? '000001' : '000000']) {
    expect(pickupCodeFits(id, other)).toBe(false)
  }
})

test('a QR text is read back whatever case a scanner sends it in, and nothing else is', () => {
  const id = newId() as FulfilmentId
  const read = { fulfilmentId: id, code: pickupCodeOf(id) }
  expect(readPickupQr(pickupQrOf(id))).toEqual(read)
  expect(readPickupQr(` ${pickupQrOf(id).toUpperCase()}\n`)).toEqual(read)
  for (const text of [
    '',
    'SPLOT:P:',
    `SPLOT:R:${id}:123456`,
    `SPLOT:P:${id}:12345`,
    `SPLOT:P:${'-'.repeat(36)}:123456`,
  ]) {
    expect(readPickupQr(text)).toBeUndefined()
  }
})
