import { expect, test } from 'vitest'
import { newCode, readDraft } from './way-draft.ts'

const draft = { country: 'AT', pl: ' Kurier ', en: 'Courier', price: '45,50', freeFrom: '', days: '' }
const named = (en: string) => ({ country: 'AT', name: { pl: en, en } })

test('a way is read as people type it; what is left empty is never free and tells no days', () => {
  expect(readDraft(draft).wanted).toEqual({
    country: 'AT',
    name: { pl: 'Kurier', en: 'Courier' },
    grossMinor: 4_550,
    freeFromMinor: null,
    days: null,
  })
  expect(readDraft({ ...draft, freeFrom: '600', days: ' 3 ' }).wanted).toMatchObject({
    freeFromMinor: 60_000,
    days: 3,
  })
})

test('what is missing or wrong is named field by field, and nothing is sent', () => {
  const bad = { country: null, pl: '', en: ' ', price: '-1', freeFrom: 'dużo', days: '0' }
  expect(readDraft(bad)).toEqual({
    flaws: { country: true, pl: true, en: true, price: true, freeFrom: true, days: true },
    wanted: null,
  })
  for (const days of ['1,5', '61', 'dwa', '1e1', '0x5'])
    expect(readDraft({ ...draft, days }).flaws.days).toBe(true)
})

test('a new way takes no code of another way of its country, and any that the API takes', () => {
  const ways = ['standard', 'express', 'express-2'].map((code) => ({ country: 'AT', code }))
  expect(newCode(named('Express'), [])).toBe('standard')
  expect(newCode({ ...named('Express'), country: 'PL' }, ways)).toBe('standard')
  expect(newCode(named('Next day, by noon!'), ways)).toBe('next-day-by-noon')
  expect(newCode(named('Express'), ways)).toBe('express-3')
  for (const name of ['24 h', '24', 'Łódź', '快递', 'x'.repeat(80)])
    expect(newCode(named(name), ways)).toMatch(/^[a-z][a-z0-9-]{0,31}$/)
})
