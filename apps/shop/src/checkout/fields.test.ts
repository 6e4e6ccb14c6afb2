import { expect, test } from 'vitest'
import { addressOf, contactOf, fieldsOf, wrongFields, type Typed } from './fields.ts'

const anna: Typed = {
  name: 'Anna Żółć',
  email: 'anna@example.com',
  phone: '',
  street: 'ul. Długa 1',
  postcode: '00001',
  city: 'Warszawa',
  blik: '777 123',
}

test('a good form has no wrong fields, and is sent as the post and the bank write it', () => {
  expect(wrongFields(anna, { address: true, blik: true }).size).toBe(0)
  expect(addressOf(anna)).toEqual({
    street: 'ul. Długa 1',
    postcode: '00-001',
    city: 'Warszawa',
    country: 'PL',
  })
  expect(contactOf({ ...anna, name: ' Anna ' })).toEqual({ name: 'Anna', email: 'anna@example.com' })
})

test('only what is asked can be wrong', () => {
  const empty: Typed = { name: '', email: 'anna@', phone: '12', street: '', postcode: '', city: '', blik: '' }
  expect([...wrongFields(empty, { address: false, blik: false })]).toEqual(['name', 'email', 'phone'])
  expect(wrongFields(empty, { address: true, blik: true }).size).toBe(7)
})

test('what the API points at is marked in the form', () => {
  expect([
    ...fieldsOf([{ pointer: '/body/contact/email' }, { pointer: '/payment/code' }, { pointer: '/x' }]),
  ]).toEqual(['email', 'blik'])
})
