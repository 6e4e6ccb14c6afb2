import pino from 'pino'
import { channelByCode } from '#modules/channels'
import { customerCredentials } from '#modules/customers'
import { importLocations, locationsByCode } from '#modules/locations'
import { staffCredentials } from '#modules/staff'
import { bindSecrets, forgetOnRevocation, openAuthentication, type Authenticate } from '#platform/auth'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { openTail } from '#platform/events'
import { buildServer, type AnyRoute } from '#platform/http'
import type { LocationId } from '@splot/kernel'
import { readAnswer, type AnswerOf, type AnsweredWith } from './answers.ts'
import { createTestDatabase } from './database.ts'

const loader = systemActor('test')

/** What a request of a test may carry besides its body. */
export interface Asking {
  readonly key?: string
  /** The token of somebody who signed in on the device with that key. */
  readonly session?: string
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** `call('POST', '/carts', { body })`: paths without `/v1`, answers typed by the door. */
export type Caller = <Method extends string, Path extends string>(
  method: Method,
  path: Path,
  asking?: Asking,
) => Promise<AnsweredWith<AnswerOf<Method, `/v1${Path}`>>>

/** The real doors over a database of their own, with a clock that the test moves. */
export interface Doors {
  readonly platform: OpenPlatform
  readonly places: ReadonlyMap<string, LocationId>
  readonly call: Caller
  readonly authenticate: Authenticate
  /** Moves the clock of the platform forward. */
  readonly wait: (ms: number) => void
  readonly close: () => Promise<void>
}

/** Opens the given routes on a fresh database with two stores, LDZ1 and GDA1. */
export async function openDoors(routes: readonly AnyRoute[]): Promise<Doors> {
  const database = await createTestDatabase()
  bindSecrets({ masterSecret: 'a master secret that only the tests know' })
  let later = 0
  const platform = openPlatform({
    url: database.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + later),
    poolSize: 6,
  })
  const places = await platform.write(loader, async (ctx) => {
    await importLocations(ctx, [store('LDZ1', 'Łódź'), store('GDA1', 'Gdańsk')])
    return locationsByCode(ctx, ['LDZ1', 'GDA1'])
  })
  const tail = openTail(platform)
  forgetOnRevocation(tail)
  await tail.start()
  const authenticate = openAuthentication({
    platform,
    store: { ...staffCredentials, ...customerCredentials },
    webChannel: () => channelByCode(platform.read(loader), 'web'),
  })
  const app = await buildServer({ platform, routes, authenticate, version: 'test' })
  return {
    platform,
    places,
    authenticate,
    wait: (ms) => {
      later += ms
    },
    call: async (method, path, asking = {}) => {
      const answer = await app.inject({
        method: method as 'GET',
        url: `/v1${path}`,
        headers: {
          ...(asking.key && { authorization: `Bearer ${asking.key}` }),
          ...(asking.session && { 'x-staff-session': asking.session }),
          ...(asking.cookie && { cookie: asking.cookie, 'sec-fetch-site': 'same-origin' }),
          ...asking.headers,
        },
        ...(asking.body !== undefined && { payload: asking.body as object }),
      })
      return readAnswer(answer.statusCode, answer.headers, answer.body)
    },
    close: async () => {
      await app.close()
      await platform.close()
      await database.drop()
    },
  }
}

const store = (code: string, city: string) => ({
  code,
  kind: 'store' as const,
  name: `Splot ${city}`,
  city,
  address: { street: 'Piotrkowska 1', postcode: '90-001', city, country: 'PL' },
  lat: 51.77,
  lng: 19.46,
  timeZone: 'Europe/Warsaw',
  services: ['pickup' as const],
  pickupLeadMinutes: 60,
  phone: '+48 42 000 00 00',
  openingHours: [],
  exceptions: [],
})
