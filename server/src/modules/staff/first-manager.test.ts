import { expect, test } from 'vitest'
import { bindSecrets } from '#platform/auth'
import { systemActor } from '#platform/context'
import { openPlatform } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase } from '#test/database'
import { hireFirstManager } from './first-manager.ts'

test('an empty house gets one manager, once', async () => {
  bindSecrets({ masterSecret: 'a secret that is long enough for tests' })
  const database = await createTestDatabase()
  const platform = openPlatform({ url: database.url, log: openLog({ level: 'error', name: 'test' }) })
  const hire = () => platform.write(systemActor('test'), async (ctx) => hireFirstManager(ctx))
  expect(await hire()).toMatchObject({ email: 'manager@localhost' })
  expect(await hire()).toBeNull()
  await platform.close()
  await database.drop()
})
