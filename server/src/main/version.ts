import { readFileSync } from 'node:fs'

/** Of the server package: in the OpenAPI document and the health answers. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version
