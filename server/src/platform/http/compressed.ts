import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { RawJson } from './route.ts'

const shrink = promisify(gzip)

/**
 * An answer for tills that read thousands of rows, each with the names of its fields: it shrinks to a tenth. The API's other answers are
 * left to the proxy. `accepted`: the request's Accept-Encoding.
 */
export const compressed = async (
  json: string,
  accepted: string | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<RawJson> =>
  accepted?.includes('gzip')
    ? new RawJson(await shrink(json), { ...headers, 'content-encoding': 'gzip' })
    : new RawJson(json, headers)
