import { HOME_ZONE } from '@splot/kernel'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareText,
  dayOf,
  formatDate,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSoon,
  SHOP_TIME_ZONE,
} from './format.ts'

const NBSP = '\u00a0'
const pln = (minor: number) => ({ minor, currency: 'PLN' })

test('Polish money groups from four digits on and never breaks', () => {
  expect(formatMoney(pln(123_450), 'pl')).toBe(`1${NBSP}234,50${NBSP}zł`)
  expect(formatMoney(pln(1_234_550), 'pl')).toBe(`12${NBSP}345,50${NBSP}zł`)
  expect(formatMoney(pln(5), 'pl')).toBe(`0,05${NBSP}zł`)
  expect(formatMoney(pln(-1999), 'pl')).toBe(`−19,99${NBSP}zł`)
  expect(formatMoney(pln(1999), 'pl', { sign: 'always' })).toBe(`+19,99${NBSP}zł`)
})

test('English and other currencies', () => {
  expect(formatMoney(pln(123_450), 'en')).toBe(`PLN${NBSP}1,234.50`)
  expect(formatMoney({ minor: 123_450, currency: 'EUR' }, 'pl')).toBe(`1${NBSP}234,50${NBSP}€`)
  expect(formatMoney({ minor: 1500, currency: 'JPY' }, 'pl')).toBe(`1${NBSP}500${NBSP}JPY`)
})

test('no grosz is lost on the way to the screen, however large the sum', () => {
  const safe = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
  fc.assert(
    fc.property(safe, (minor) => {
      const shown = formatMoney(pln(minor), 'pl')
        .replace('−', '-')
        .replace(/[^\d-]/g, '')
      expect(Number(shown)).toBe(minor)
    }),
  )
})

test('moments are told in Warsaw, summer and winter, wherever the reader is', () => {
  expect(formatDate('2026-11-21T16:05:00Z', 'pl')).toBe('21.11.2026, 17:05')
  expect(formatDate('2026-07-21T16:05:00Z', 'pl')).toBe('21.07.2026, 18:05')
  expect(formatDate('2026-11-21T23:30:00Z', 'pl', 'date')).toBe('22.11.2026')
  expect(formatDate('2026-11-21T23:00:00Z', 'pl', 'time')).toBe('00:00')
  expect(formatDate('2026-11-21T16:05:00Z', 'pl', 'day')).toBe('sobota, 21 listopada')
  expect(dayOf('2026-11-21T23:30:00Z')).toBe('2026-11-22')
})

test('a promise is said as people say it, and midnight in Warsaw decides what today is', () => {
  const now = '2026-11-21T22:30:00Z'
  expect(formatSoon('2026-11-21T22:45:00Z', now, 'pl')).toBe('dziś, 23:45')
  expect(formatSoon('2026-11-21T23:15:00Z', now, 'pl')).toBe('jutro, 00:15')
  expect(formatSoon('2026-11-20T12:00:00Z', now, 'en')).toBe('yesterday, 13:00')
  expect(formatSoon('2026-11-24T09:00:00Z', now, 'pl')).toContain('10:00')
})

test('the day the clocks go back is still one day long', () => {
  expect(formatSoon('2026-10-25T22:30:00Z', '2026-10-24T22:30:00Z', 'pl')).toBe('dziś, 23:30')
  expect(formatSoon('2026-10-26T09:00:00Z', '2026-10-24T22:30:00Z', 'pl')).toBe('jutro, 10:00')
})

test('numbers, shares and the Polish alphabet', () => {
  expect(formatNumber(1234, 'pl')).toBe(`1${NBSP}234`)
  expect(formatPercent(0.125, 'pl')).toBe('12,5%')
  expect(['żaba', 'zebra', 'łódka', 'lampa', 'ąkacja'].sort(compareText('pl'))).toEqual([
    'ąkacja',
    'lampa',
    'łódka',
    'zebra',
    'żaba',
  ])
})

test('the shop tells times in the zone of the retailer', () => {
  expect(SHOP_TIME_ZONE).toBe(HOME_ZONE)
})
