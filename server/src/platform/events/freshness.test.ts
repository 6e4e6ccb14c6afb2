import pino from 'pino'
import { expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openPlatform } from '#platform/database'
import { createTestDatabase } from '#test/database'
import { keepFresh } from './freshness.ts'

test('a model that is being loaded when its process closes is loaded to the end, and nobody hears of an error', async () => {
  const database = await createTestDatabase()
  const errors: unknown[] = []
  const log = pino({ level: 'error' }, { write: (line) => void errors.push(line) })
  const platform = openPlatform({ url: database.url, log })
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let loads = 0
  const model = keepFresh(platform, 'shelves', async () => {
    if (loads > 0) {
      begun.resolve()
      await goOn.promise
    }
    await platform.read(systemActor('test')).query('select 1')
    loads += 1
  })
  await model.ready
  model.reload(['one'])
  await begun.promise
  const closing = platform.close()
  // What is asked for by now is not begun any more.
  model.reload(['two'])
  goOn.resolve()
  await closing
  expect(loads).toBe(2)
  expect(errors).toEqual([])
  await database.drop()
})
