import { expect, test } from 'vitest'
import { entriesOf, fits, isNowhere } from './entries.ts'

const from = '2026-11-16T05:00:00.000Z'
const until = '2026-11-23T05:00:00.000Z'
const reason = { pl: 'W aplikacji 5 % taniej', en: '5 % less in the app' }
const everywhere = { channels: null, locations: null }

const entries = entriesOf(
  [
    {
      id: 'p1',
      name: 'Popołudnia',
      label: { pl: 'Popołudnie', en: 'Afternoon' },
      audience: 'public',
      channels: ['store'],
      locations: ['waw'],
      groups: ['klub'],
      segments: ['stali'],
      windows: [{ weekdays: [1], from: 840, until: 1_020 }],
      priority: 1,
      revision: 2,
      from,
      until: null,
    },
  ],
  {
    lists: [
      { code: 'standard', name: null, currency: 'PLN', group: 'vip', ...everywhere, from: null, until: null },
    ],
    exceptions: [
      {
        id: 'e1',
        version: 3,
        reason,
        effect: { kind: 'percent', ppm: -50_000 },
        groups: null,
        channels: ['id of app'],
        locations: null,
        from,
        until,
      },
    ],
    versions: [
      {
        version: 9,
        at: until,
        kind: 'begin',
        skus: 12,
        ...everywhere,
        change: { id: 'c1', kind: 'bulk', note: 'sezon' },
      },
    ],
  },
  (id) => id.replace('id of ', ''),
)
const kindsOf = (chosen: Parameters<typeof fits>[1]) =>
  entries.filter((entry) => fits(entry, chosen)).map(({ kind }) => kind)

test('both calendars become lines of one, a version as a moment and channels by their codes', () => {
  expect(entries.map(({ kind }) => kind)).toEqual(['promotion', 'version', 'exception', 'list'])
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length)
  expect(entries[1]).toMatchObject({ from: until, until, windows: [] })
  expect(entries[0]).toMatchObject({ groups: ['klub'], segments: ['stali'] })
  expect(entries[2]).toMatchObject({ channels: ['app'], groups: null })
  expect(entries[3]).toMatchObject({ groups: ['vip'], from: null, until: null })
})

test('what names no channel or place is seen in each', () => {
  expect(kindsOf({})).toHaveLength(4)
  expect(kindsOf({ kind: 'list' })).toEqual(['list'])
  expect(kindsOf({ channel: 'app' })).toEqual(['version', 'exception', 'list'])
  expect(kindsOf({ channel: 'store', locationId: 'waw' })).toEqual(['promotion', 'version', 'list'])
  expect(kindsOf({ locationId: 'ldz' })).toEqual(['version', 'exception', 'list'])
})

test('what is left with no channel, place or circle counts nowhere, and is seen in none', () => {
  expect(entries.filter(isNowhere)).toEqual([])
  const [first] = entries
  if (!first) throw new Error('the promotion comes first')
  const excluded = { ...first, channels: [] }
  expect(isNowhere(excluded)).toBe(true)
  expect(fits(excluded, { channel: 'store' })).toBe(false)
})
