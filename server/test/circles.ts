import { expect } from 'vitest'
import type { OpenPlatform } from '#platform/database'

/** Transactions that wait in a circle are tried again, so nobody would notice: for tests that send much at once. */
export const expectNoCircle = (...nodes: readonly Pick<OpenPlatform, 'circlesMet'>[]): void =>
  expect(nodes.map((node) => node.circlesMet())).toEqual(nodes.map(() => 0))
