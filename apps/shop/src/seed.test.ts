import { isNotFound, notFound } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { Seed, seedOf } from './seed.ts'

const never = () => Promise.reject(new Error('nobody should ask'))

test('the browser takes what the server loaded once, then asks itself', async () => {
  const seed = new Seed(seedOf([{ routeId: '/', loaderData: ['coat'] }]))
  expect(await seed.first('/', never)).toEqual(['coat'])
  expect(await seed.first('/', () => Promise.resolve(['boots']))).toEqual(['boots'])
})

test('a product that is not there leaves the page around it alone', async () => {
  const gone = notFound()
  const seed = new Seed(
    seedOf([
      { routeId: '__root__', loaderData: ['menu'], error: gone },
      { routeId: '/p/$handle', error: gone },
    ]),
  )
  expect(await seed.first('__root__', never)).toEqual(['menu'])
  expect(await seed.first('/p/$handle', never).catch(isNotFound)).toBe(true)
})
