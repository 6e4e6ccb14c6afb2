import { expect, test } from 'vitest'
import { byPrecedence, codeOf, listOf, neighboursOf, noList, rankOf, stateOf } from './list-draft.ts'

const list = (code: string, more: object = {}) => ({
  id: code,
  code,
  name: null,
  currency: 'PLN',
  channelId: null,
  locationId: null,
  group: null,
  validFrom: null,
  validUntil: null,
  articles: 0,
  ...more,
})

test('lists stand in the order in which they win: place, channel, group, all, then by code', () => {
  const lists = [
    list('standard'),
    list('vip', { group: 'vip' }),
    list('lodz', { locationId: 'l' }),
    list('web', { channelId: 'w' }),
    list('gdansk', { locationId: 'g' }),
    list('lodz-vip', { locationId: 'l', group: 'vip' }),
  ]
  expect(lists.toSorted(byPrecedence).map(({ code }) => code)).toEqual([
    'lodz-vip',
    'gdansk',
    'lodz',
    'web',
    'vip',
    'standard',
  ])
  expect(rankOf(list('x', { channelId: 'w', group: 'vip' }))).toBe(3)
})

test('a list meets only those that serve the same customers in the same currency', () => {
  const others = [
    list('standard'),
    list('euro', { currency: 'EUR' }),
    list('store', { channelId: 's' }),
    list('web-lodz', { channelId: 'w', locationId: 'l' }),
    list('vip', { group: 'vip' }),
  ]
  const { wins, loses } = neighboursOf(list('web', { channelId: 'w' }), others)
  expect(wins.map(({ code }) => code)).toEqual(['standard', 'vip'])
  expect(loses.map(({ code }) => code)).toEqual(['web-lodz'])
})

test('a list waits, counts, ends, and is over; one that was ended before it began never counted', () => {
  const at = (validFrom: string | null, validUntil: string | null) =>
    stateOf({ validFrom, validUntil }, Date.parse('2026-11-22T10:00:00Z'))
  expect(at(null, null)).toBe('inForce')
  expect(at('2026-11-23T00:00:00Z', null)).toBe('planned')
  expect(at(null, '2026-11-23T00:00:00Z')).toBe('ending')
  expect(at(null, '2026-11-22T10:00:00Z')).toBe('over')
  expect(at('2026-11-25T00:00:00Z', '2026-11-25T00:00:00Z')).toBe('never')
})

test('a code is made of the Polish name until somebody types one', () => {
  expect(codeOf('Łódź, outlet — zima!')).toBe('lodz-outlet-zima')
  const filled = { ...noList, pl: 'Sklep Łódź', en: 'Store Łódź', note: 'rent', locationId: 'l' }
  expect(listOf(filled)).toMatchObject({ body: { code: 'sklep-lodz', locationId: 'l', group: null } })
  expect(listOf({ ...filled, code: 'LDZ' })).toMatchObject({ flaws: { code: true, pl: false } })
})

test('what is missing is told field by field', () => {
  expect(listOf({ ...noList, group: 'VIP!', from: '2026-12-02T10:00', until: '2026-12-01T10:00' })).toEqual({
    flaws: { pl: true, en: true, code: true, group: true, until: true, note: true },
  })
})
