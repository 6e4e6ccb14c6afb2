import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import * as ui from '../index.ts'
import { promiseState } from './PromiseTime.tsx'
import { reductionPercent } from './Price.tsx'

const NBSP = '\u00a0'
const pln = (minor: number) => ({ minor, currency: 'PLN' })
const NOON = Date.UTC(2026, 10, 21, 12)
const MINUTE = 60_000
const nothing = () => {}

/** What a reader sees: the markup of the server without its tags. React splits texts with comments. */
function text(node: ReactNode, locale: ui.Locale = 'pl'): string {
  return html(node, locale)
    .replace(/<!--.*?-->/g, '')
    .replace(/<title[^>]*>.*?<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
}

function html(node: ReactNode, locale: ui.Locale = 'pl'): string {
  return renderToString(<ui.LocaleProvider initial={locale}>{node}</ui.LocaleProvider>)
}

test('a reduction names the lowest price of 30 days and counts from it, not from the regular price', () => {
  const shown = text(<ui.Price current={pln(15_900)} previous={pln(21_900)} lowest30Days={pln(19_900)} />)
  expect(shown).toContain('−20%')
  expect(shown).toContain(`Najniższa cena z 30 dni przed obniżką: 199,00${NBSP}zł`)
  expect(reductionPercent(pln(15_900), pln(19_900))).toBe(20)
  // Goods that spoil are compared with another price, and the words say with which.
  const spoiling = text(<ui.Price current={pln(500)} lowest30Days={pln(900)} beforeFirst />)
  expect(spoiling).toContain(`Cena przed pierwszą obniżką: 9,00${NBSP}zł`)
  expect(spoiling).not.toContain('30 dni')
})

test('beside a price stand what a kilogram costs and why it is not the price of the list', () => {
  const shown = text(
    <ui.OfferedPrice
      price={pln(1_999)}
      of={{ pricePerUnit: { price: pln(7_996), per: 'kg' }, priceReasons: ['W aplikacji 5 % taniej'] }}
    />,
  )
  expect(shown).toContain(`Cena jednostkowa: 79,96${NBSP}zł/kg`)
  expect(shown).toContain('W aplikacji 5 % taniej')
  expect(text(<ui.OfferedPrice price={pln(1_999)} of={{}} />)).toBe(`Cena: 19,99${NBSP}zł`)
})

test('without the lowest price there is no percentage, and a dearer "promotion" claims nothing', () => {
  expect(text(<ui.Price current={pln(15_900)} previous={pln(21_900)} />)).not.toContain('%')
  expect(text(<ui.Price current={pln(15_900)} lowest30Days={pln(14_900)} />)).not.toContain('%')
})

test('what is not below the lowest price of 30 days looks like no reduction, on a shelf label neither; the lowest price is told', () => {
  const prices = { previous: pln(7_900), lowest30Days: pln(3_950) }
  for (const current of [pln(6_070), pln(3_950)])
    for (const node of [
      <ui.Price key="price" current={current} {...prices} />,
      <ui.ShelfLabel
        key="label"
        name="Nida"
        gtin="1"
        price={current}
        regular={prices.previous}
        lowest30Days={prices.lowest30Days}
      />,
    ]) {
      expect(html(node)).not.toMatch(/<s[ >]|reduced|%/)
      expect(text(node)).toContain(`Najniższa cena z 30 dni: 39,50${NBSP}zł`)
      expect(text(node)).not.toContain('79,00')
    }
  const reduced = html(<ui.Price current={pln(3_940)} {...prices} />)
  expect(reduced).toMatch(/<s[ >]/)
  expect(reduced).toContain('reduced')
})

test('the percentage never promises more than the till gives', () => {
  expect(reductionPercent(pln(6_667), pln(10_000))).toBe(33)
  expect(reductionPercent(pln(9_999), pln(10_000))).toBe(0)
})

test('a promise is said in words and drawn, and late is late from the first second', () => {
  expect(promiseState(NOON + 15 * MINUTE, NOON)).toEqual({ minutes: 15, urgency: 'ok' })
  expect(promiseState(NOON + 14 * MINUTE, NOON)).toEqual({ minutes: 14, urgency: 'warn' })
  expect(promiseState(NOON - 1, NOON).urgency).toBe('late')
  const at = (minutes: number) => text(<ui.PromiseTime now={NOON} promisedAt={NOON + minutes * MINUTE} />)
  expect(at(200)).toBe('za 3 h 20 min')
  expect(at(9)).toBe('za 9 min')
  expect(at(-12)).toBe('12 min po czasie')
  expect(at(24 * 60)).toBe('jutro, 13:00')
  expect(text(<ui.PromiseTime now={NOON} promisedAt={NOON + 9 * MINUTE} />, 'en')).toBe('in 9 min')
})

test('a status is a word and a picture, never a colour alone', () => {
  const pill = html(<ui.StatusPill status="late">Po czasie</ui.StatusPill>)
  expect(pill).toContain('<svg')
  expect(pill).toContain('Po czasie')
})

test('a size that is gone says so and can still be reached', () => {
  const sizes = [
    { value: 's', label: 'S', available: false },
    { value: 'm', label: 'M', available: true, note: 'ostatnia sztuka' },
  ]
  const shown = html(<ui.SizePicker label="Rozmiar" sizes={sizes} value={null} onChange={nothing} />)
  expect(shown).toContain('aria-label="S, brak"')
  expect(shown).toContain('aria-label="M, ostatnia sztuka"')
  expect(shown).not.toContain('disabled')
})

test('a PIN is never in the page', () => {
  const shown = html(<ui.PinPad label="PIN" value="4711" onChange={nothing} onComplete={nothing} />)
  expect(shown).not.toContain('4711')
  expect(shown).toContain('Wpisane cyfry: 4/4')
})

test('a table names itself, its rows and its order, and says why it is empty', () => {
  const columns = [
    { id: 'sku', header: 'SKU', cell: (row: string) => row, isRowHeader: true },
    { id: 'sum', header: 'Suma', cell: () => '1', sortable: true },
  ]
  const shown = html(
    <ui.Table
      label="Towary"
      columns={columns}
      rows={['A-1', 'A-2']}
      rowKey={(row) => row}
      onOpen={nothing}
      sort={{ column: 'sum', direction: 'desc' }}
      onSort={nothing}
    />,
  )
  expect(shown).toContain('aria-label="Towary"')
  expect(shown).toContain('aria-sort="descending"')
  expect(shown.match(/scope="row"/g)).toHaveLength(2)
  // One row is in the tab order; arrows do the rest.
  expect(shown.match(/<tr tabindex="0"/gi)).toHaveLength(1)
  const empty = text(
    <ui.Table
      label="Towary"
      columns={columns}
      rows={[]}
      rowKey={(row) => row}
      empty={<ui.EmptyState title="Pusto" />}
    />,
  )
  expect(empty).toContain('Pusto')
})

test('an error says what is safe and what to quote', () => {
  const shown = text(<ui.ErrorState safe="Koszyk jest zapisany." id="req-7f3a" onRetry={nothing} />)
  expect(shown).toContain('Koszyk jest zapisany.')
  expect(shown).toContain('req-7f3a')
  expect(shown).toContain('Spróbuj ponownie')
})

test('the kit speaks the language around it', () => {
  expect(text(<ui.ErrorState onRetry={nothing} />, 'en')).toContain('Try again')
  expect(html(<ui.QuantityStepper value={1} onChange={nothing} />, 'en')).toContain('Quantity')
})

test('a field that must be filled or was refused says so, and never lets the browser hold its form back', () => {
  const shown = html(
    <ui.TextField label="Kod" isRequired error="Nie ma takiego kodu" action={<button>Dodaj</button>} />,
  )
  expect(shown).toContain('aria-required="true"')
  expect(shown).not.toMatch(/<input[^>]* required/)
  expect(text(<ui.TextField label="Kod" action={<button>Dodaj</button>} />)).toBe('Kod Dodaj')
})
