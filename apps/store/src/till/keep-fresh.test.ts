import { expect, test, vi } from 'vitest'
// What stands around it belongs to the page.
vi.mock('../house.ts', () => ({ device: {}, signedInPerson: () => null }))
const { inTurn } = await import('./keep-fresh.ts')

test('who asks while an answer is on its way gets one that was asked for later', async () => {
  let published = 1
  const seen: number[] = []
  const arrivals: (() => void)[] = []
  const refresh = inTurn(async () => {
    const found = published
    await new Promise<void>((arrive) => arrivals.push(arrive))
    seen.push(found)
  })
  const first = refresh()
  published = 2
  const second = refresh()
  const third = refresh()
  arrivals.shift()?.()
  await vi.waitFor(() => expect(arrivals).toHaveLength(1))
  expect(seen).toEqual([1])
  arrivals.shift()?.()
  await Promise.all([first, second, third])
  // One run serves both who asked meanwhile.
  expect(seen).toEqual([1, 2])
  const fourth = refresh()
  arrivals.shift()?.()
  await fourth
  expect(seen).toEqual([1, 2, 2])
})
