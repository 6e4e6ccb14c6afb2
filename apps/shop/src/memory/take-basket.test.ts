import { expect, test } from 'vitest'
import { handedOver, handedOverAddress } from './handed-over.ts'

const key = { id: '019aa000-0000-7000-8000-00000000abcd', token: 'Zm9v-bar_baz0123456789' }

test('an address hands a basket over behind the hash, and anything else hands over nothing', () => {
  const address = handedOverAddress('https://shop.example', key)
  expect(new URL(address).pathname).toBe('/basket')
  expect(new URL(address).search).toBe('')
  expect(handedOver(new URL(address).hash)).toEqual(key)
  for (const hash of ['', '#', '#take=', `#take=${key.id}`, `#take=${key.id}.<script>`, '#token=abc'])
    expect(handedOver(hash)).toBeNull()
})
