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

test('the token of the metrics is a secret too, and inner networks are networks', () => {
  expect(() => readConfig({ SPLOT_METRICS_TOKEN: 'hunter2' })).toThrow(/SPLOT_METRICS_TOKEN=\(not shown\)/)
  expect(() => readConfig({ WEBHOOK_INNER_NETWORKS: 'everything' })).toThrow(
    /WEBHOOK_INNER_NETWORKS=everything/,
  )
  expect(readConfig({ WEBHOOK_INNER_NETWORKS: '10.2.0.0/16,fd00::/8' }).WEBHOOK_INNER_NETWORKS).toBe(
    '10.2.0.0/16,fd00::/8',
  )
})
