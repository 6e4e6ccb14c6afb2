import { expect, test, vi } from 'vitest'

// The device and its network stand behind this import; reading a refusal needs neither.
vi.mock('./give.ts', () => ({ kinds: ['stock.batch', 'stock.put_away'] }))
const { codesOf, paperOfPath, stockKind, without, wrongLines } = await import('./ways-out.ts')

const body = { commandId: 'c', lines: [{ code: '590' }, { code: 'TEE-M' }, { code: 'HAT' }] }
const refused = (more: object) => ({ body, problem: { status: 422, code: 'x', detail: '', ...more } })

test('lines that a refusal points at can be left out, and the others go again', () => {
  const entry = refused({ errors: [{ pointer: '/lines/0/code', detail: 'unknown' }] })
  const wrong = wrongLines(entry)
  expect(codesOf(body, wrong)).toEqual(['590'])
  expect(without(body, wrong)).toEqual({ commandId: 'c', lines: [{ code: 'TEE-M' }, { code: 'HAT' }] })
})

test('articles that a refusal names are found among the lines', () => {
  expect(wrongLines(refused({ facts: { skus: ['HAT', 'ELSEWHERE'] } }))).toEqual([2])
})

test('where every line is wrong nothing is left to send', () => {
  expect(without(body, [0, 1, 2])).toBeNull()
})

test('a pointer beyond the body, and a body without lines, name nothing', () => {
  expect(wrongLines(refused({ errors: [{ pointer: '/lines/9/code', detail: '' }] }))).toEqual([])
  expect(wrongLines({ ...refused({}), body: {} })).toEqual([])
})

test('commands lead back to their papers', () => {
  const id = '01990000-0000-7000-8000-000000000001'
  expect(paperOfPath(`/v1/stock/advices/${id}/receipts`)).toEqual({
    to: '/stock/deliveries/$id',
    params: { id },
  })
  expect(paperOfPath(`/v1/stock/counts/${id}/scans`)).toEqual({ to: '/stock/counts/$id', params: { id } })
  expect(paperOfPath('/v1/till-sales')).toBeNull()
  expect(stockKind({ kind: 'stock.put_away' })).toBe('put_away')
  expect(stockKind({ kind: 'till_sale' })).toBeNull()
})
