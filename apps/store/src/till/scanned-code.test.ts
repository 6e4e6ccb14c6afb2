import { expect, test } from 'vitest'
import { mayBeCode } from './scanned-code.ts'

test('a leaflet is taken for a code, a damaged label and the codes of this house are not', () => {
  for (const code of ['ZIMA25', 'zima25', 'ABCD-EFGH-JKM2', 'ŻÓŁW']) expect(mayBeCode(code)).toBe(true)
  for (const other of ['2100000246015', 'SPLOT:X:1', 'AB', '', 'https://example.com', 'X'.repeat(41)])
    expect(mayBeCode(other)).toBe(false)
})
