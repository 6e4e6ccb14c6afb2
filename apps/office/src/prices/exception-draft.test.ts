import { expect, test } from 'vitest'
import {
  changedBy,
  draftOf,
  exceptionOf,
  noException,
  promisesTooMuch,
  stateOf,
  toldOf,
  type ExceptionDraft,
  type Revision,
} from './exception-draft.ts'

const NOW = Date.parse('2026-11-22T10:00:00Z')
const draft: ExceptionDraft = {
  ...noException,
  pl: 'Taniej w aplikacji',
  en: 'Cheaper in the app',
  typed: '-5',
  channels: ['app'],
  terms: { note: 'programme', when: 'now', at: '' },
}
const body = {
  reason: { pl: 'Taniej w aplikacji', en: 'Cheaper in the app' },
  effect: { kind: 'percent', ppm: -50_000 },
  priority: 100,
  note: 'programme',
  validFrom: null,
  validUntil: null,
  channels: ['app'],
  locations: null,
  groups: null,
  categories: null,
  skus: null,
}

test('a form becomes an exception; what it leaves open is everything', () => {
  expect(exceptionOf(draft, NOW)).toEqual({ body })
})

test('an amount keeps its sign and its currency, and groups stand with commas between', () => {
  const wanted = exceptionOf(
    { ...draft, effect: 'amount', typed: '-10', currency: 'EUR', groups: 'vip, staff, vip', skus: ['SHIRT'] },
    NOW,
  )
  expect(wanted).toMatchObject({
    body: {
      effect: { kind: 'amount', minor: -1_000, currency: 'EUR' },
      groups: ['vip', 'staff'],
      skus: ['SHIRT'],
    },
  })
})

test('what is missing or wrong is told field by field', () => {
  const wanted = exceptionOf(
    {
      ...noException,
      groups: 'VIP',
      priority: '1001',
      until: '2026-11-20T10:00',
      terms: { ...noException.terms, when: 'later' },
    },
    NOW,
  )
  expect(wanted).toEqual({
    flaws: {
      pl: true,
      en: true,
      value: true,
      groups: true,
      priority: true,
      until: true,
      note: true,
      at: true,
    },
  })
})

const revision = (version: number, validFrom: string, more: Partial<Revision> = {}): Revision => ({
  version,
  validFrom,
  validUntil: null,
  terms: { ...body, effect: { kind: 'percent', ppm: -75_000 }, groups: ['vip'] },
  ...more,
})

test('new terms begin with what the exception says, so that nothing of it is lost', () => {
  const told = revision(3, '2026-11-01T00:00:00Z', { validUntil: '2026-12-24T17:00:00Z' })
  expect(draftOf(told, NOW)).toMatchObject({
    pl: 'Taniej w aplikacji',
    effect: 'percent',
    typed: '-7,5',
    channels: ['app'],
    groups: 'vip',
    until: '2026-12-24T18:00',
    terms: { note: '' },
  })
})

test('an exception counts, waits or is over', () => {
  const first = revision(3, '2026-11-01T00:00:00Z')
  const later = revision(5, '2026-12-01T00:00:00Z')
  const gone = revision(7, '2026-11-10T00:00:00Z', { terms: null })
  expect(stateOf({ id: 'x', current: first, revisions: [first] }, NOW)).toBe('counts')
  expect(stateOf({ id: 'x', current: null, revisions: [later] }, NOW)).toBe('waits')
  expect(stateOf({ id: 'x', current: null, revisions: [first, gone] }, NOW)).toBe('over')
  expect(toldOf({ id: 'x', current: null, revisions: [first, gone] })).toBe(first)
})

test('what shoppers are shown is counted as the rules count', () => {
  expect(changedBy({ kind: 'percent', ppm: -50_000 }, 9_990)).toBe(9_491)
  expect(changedBy({ kind: 'amount', minor: -20_000, currency: 'PLN' }, 9_990)).toBe(0)
})

test('a reason that names a higher percentage than the exception gives is told; what only a group reads is not', () => {
  const told = (reason: string, more: Partial<ExceptionDraft> = {}) =>
    promisesTooMuch({ ...draft, ...more }, reason)
  expect([told('W aplikacji 5 % taniej'), told('W aplikacji 6 % taniej')]).toEqual([false, true])
  expect(told('Ceny tego sklepu: +2 %', { typed: '2' })).toBe(false)
  expect(told('Taniej o 5 %', { effect: 'amount', typed: '-2' })).toBe(true)
  expect([told('Klub: −10 %', { groups: 'klub' }), told('−10 %', { typed: '' })]).toEqual([false, false])
})
