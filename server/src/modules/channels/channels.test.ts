import pino from 'pino'
import { expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openPlatform } from '#platform/database'
import { createTestDatabase } from '#test/database'
import { channelByCode, importChannels, listChannels } from './index.ts'

test('the doors have their channels from the first day; importing adds and renames, and ids stay', async () => {
  const database = await createTestDatabase()
  const platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
  const actor = systemActor('test')
  const ctx = platform.read(actor)
  expect((await listChannels(ctx)).map((channel) => channel.code)).toEqual([
    'kiosk',
    'office',
    'store',
    'web',
  ])
  const before = await channelByCode(ctx, 'web')
  await platform.write(actor, (write) =>
    importChannels(write, [
      { code: 'web', kind: 'web', name: { pl: 'Sklep Osnowa', en: 'Osnowa shop' }, currency: 'PLN' },
      { code: 'app', kind: 'app', name: { pl: 'Aplikacja', en: 'App' }, currency: 'PLN' },
    ]),
  )
  expect(await channelByCode(ctx, 'web')).toEqual({
    ...before,
    name: { pl: 'Sklep Osnowa', en: 'Osnowa shop' },
  })
  expect((await listChannels(ctx)).map((channel) => channel.code)).toEqual([
    'app',
    'kiosk',
    'office',
    'store',
    'web',
  ])
  expect(await channelByCode(ctx, 'fax')).toBeUndefined()
  await platform.close()
  await database.drop()
})
