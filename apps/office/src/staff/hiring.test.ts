import { expect, test } from 'vitest'
import { bodyOf, nextNumber, wrongIn, type Hiring } from './hiring.ts'

const ewa: Hiring = {
  number: '1071',
  name: ' Ewa Nowak ',
  role: 'assistant',
  everywhere: false,
  places: new Set(['here', 'there']),
  pin: '4812',
  email: '',
  password: '',
}

test('somebody with a place and a PIN can be added, in every place that was chosen', () => {
  expect(wrongIn(ewa).size).toBe(0)
  expect(bodyOf(ewa)).toEqual({
    number: '1071',
    name: 'Ewa Nowak',
    pin: '4812',
    assignments: [
      { role: 'assistant', locationId: 'here' },
      { role: 'assistant', locationId: 'there' },
    ],
  })
  expect(bodyOf({ ...ewa, everywhere: true }).assignments).toEqual([{ role: 'assistant', locationId: null }])
})

test('the form names what is missing', () => {
  const empty = { ...ewa, number: '1', name: ' ', places: new Set<string>(), pin: '12' }
  expect([...wrongIn(empty)]).toEqual(['number', 'name', 'places', 'pin'])
  expect([...wrongIn({ ...ewa, password: 'short' })]).toEqual(['email', 'password'])
})

test('the next number follows the highest one in use', () => {
  expect(nextNumber(['1001', '1070', '1009'])).toBe('1071')
  expect(nextNumber([])).toBe('1001')
})
