import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { openLog } from './index.ts'

test('a log line quotes neither a value that the database refused nor a field that may be personal', () => {
  let text = ''
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString()
      done()
    },
  })
  const log = openLog({ level: 'info', name: 'test', destination })
  const error = new Error('invalid input syntax for type uuid: "anna@example.com"')
  log.error(
    { err: Object.assign(error, { code: '22P02' }), contact: { email: 'anna@example.com' } },
    'failed',
  )
  expect(text).toContain('22P02')
  expect(text).not.toContain('anna')
})
