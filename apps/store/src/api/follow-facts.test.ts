import { expect, test, vi } from 'vitest'
import type { SseMessage } from './follow-facts.ts'

// The page's storage and network stand behind these imports; reading a stream needs neither.
vi.mock('../house.ts', () => ({ credentials: () => ({}) }))
const { createSseReader } = await import('./follow-facts.ts')

function readAll(chunks: readonly string[]): SseMessage[] {
  const messages: SseMessage[] = []
  const read = createSseReader((message) => messages.push(message))
  for (const chunk of chunks) read(chunk)
  return messages
}

const stream =
  'retry: 1000\nid: 7-1\nevent: hello\ndata: {}\n\n: here\n\nid: 7-2\nevent: work\ndata: {"type":"orders.placed"}\n\n'

test('facts are read, signs of life are passed over', () => {
  expect(readAll([stream])).toEqual([
    { id: '7-1', event: 'hello', data: '{}' },
    { id: '7-2', event: 'work', data: '{"type":"orders.placed"}' },
  ])
})

test('it does not matter where the network cuts', () => {
  const whole = readAll([stream])
  for (let cut = 1; cut < stream.length; cut++) {
    expect(readAll([stream.slice(0, cut), stream.slice(cut)])).toEqual(whole)
  }
})

test('an event that has not ended yet waits for its end', () => {
  expect(readAll(['event: work\ndata: {"a":1}\n'])).toEqual([])
})
