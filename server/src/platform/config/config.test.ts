import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './index.ts'

test('everything has a default', () => {
  expect(readConfig({})).toMatchObject({ PORT: 4000, HOST: '127.0.0.1', SPLOT_DEMO: '1', LOG_LEVEL: 'warn' })
})

test('every value that cannot work is named, with what it is for', () => {
  const read = () => readConfig({ PORT: 'often', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x' })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/PORT=often/)
  expect(read).toThrow(/LOG_LEVEL=loud.*how much is logged/)
  expect(read).toThrow(/DATABASE_URL=/)
})

test('a rejected secret is never printed', () => {
  expect(() => readConfig({ SPLOT_SECRET: 'hunter2' })).toThrow(/SPLOT_SECRET=\(not shown\)/)
  expect(() => readConfig({ SPLOT_SECRET: 'hunter2' })).not.toThrow(/hunter2/)
})

test('an empty variable counts as not given', () => {
  expect(readConfig({ PORT: '' }).PORT).toBe(4000)
})
