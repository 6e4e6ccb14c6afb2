import { expect, test } from 'vitest'
import { addressOf, contactOf, fieldsOf, wrongFields, type Typed } from './fields.ts'

const anna: Typed = {
  name: 'Anna Żółć',
  email: 'anna@example.com',
  phone: '',
  street: 'ul. Długa 1',
  postcode: '00001',
  city: 'Warszawa',
  nip: '526-030-02-91',
  company: 'Len i Wełna',
  blik: '777 123',
}

test('a good form has no wrong fields, and is sent as the post and the bank write it', () => {
  expect(wrongFields(anna, { address: 'PL', company: true, blik: true }).size).toBe(0)
  expect(addressOf(anna, 'PL')).toEqual({
    street: 'ul. Długa 1',
    postcode: '00-001',
    city: 'Warszawa',
    country: 'PL',
  })
  expect(contactOf({ ...anna, name: ' Anna ' })).toEqual({ name: 'Anna', email: 'anna@example.com' })
})

test('only what is asked can be wrong', () => {
  const address = { street: '', postcode: '', city: '' }
  const empty: Typed = {
    name: '',
    email: 'anna@',
    phone: '12',
    ...address,
    nip: '526030',
    company: '',
    blik: '',
  }
  const nothing = { address: null, company: false, blik: false }
  expect([...wrongFields(empty, nothing)]).toEqual(['name', 'email', 'phone'])
  expect([...wrongFields(empty, { ...nothing, company: true })].slice(3)).toEqual(['nip', 'company'])
  expect(wrongFields(empty, { address: 'PL', company: true, blik: true }).size).toBe(9)
})

test('what the API points at is marked in the form', () => {
  expect([
    ...fieldsOf([
      { pointer: '/body/contact/email' },
      { pointer: '/payment/code' },
      { pointer: '/company/name' },
      { pointer: '/x' },
    ]),
  ]).toEqual(['email', 'blik', 'company'])
})

test('abroad the post writes postcodes in its own way', () => {
  const berlin = { ...anna, street: 'Unter den Linden 5', postcode: '10117', city: 'Berlin' }
  expect(wrongFields(berlin, { address: 'DE', company: false, blik: false }).size).toBe(0)
  expect(addressOf(berlin, 'DE')).toMatchObject({ postcode: '10117', country: 'DE' })
  expect([
    ...wrongFields({ ...berlin, postcode: '1' }, { address: 'DE', company: false, blik: false }),
  ]).toEqual(['postcode'])
})
