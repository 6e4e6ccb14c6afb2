import { expect, test } from 'vitest'
import { contactOf } from './contact.ts'

test('an e-mail and a phone number are told apart, however they are written', () => {
  expect(contactOf(' ewa@example.com ')).toEqual({ email: 'ewa@example.com' })
  expect(contactOf('+48 601 234 567')).toEqual({ phone: '+48 601 234 567' })
  expect(contactOf('601-234-567')).toEqual({ phone: '601-234-567' })
})

test('a name, a part of an address and nothing at all are neither', () => {
  for (const typed of ['Ewa', 'ewa@', '@example.com', 'ewa@example', '', '12'])
    expect(contactOf(typed)).toBeNull()
})
