import { pino, type Logger } from 'pino'

/** Fields that may carry secrets or personal data never reach a log line. */
const REDACTED = [
  'password',
  'pin',
  'token',
  'key',
  'code',
  'email',
  'phone',
  'name',
  'address',
  'authorization',
  'cookie',
].flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`])

/** The process's log: JSON lines on stderr-like destinations, without secrets and personal data. */
export const openLog = (options: {
  level: string
  name: string
  destination?: NodeJS.WritableStream
}): Logger =>
  pino(
    {
      level: options.level,
      base: { process: options.name, pid: process.pid },
      redact: { paths: REDACTED, censor: '[redacted]' },
      // The detail of a database error quotes row values: it is left out, code and constraint say enough.
      serializers: { err: errorForLog },
    },
    options.destination ?? pino.destination({ dest: 2, sync: false }),
  )

function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, constraint, table } = error as Error & { code?: string; constraint?: string; table?: string }
  // Class 22 (data exceptions) quotes the value that did not fit: it may be a name or a token.
  const message = code?.startsWith('22') ? 'a value did not fit its column' : error.message
  return {
    type: error.name,
    message,
    stack: error.stack?.replace(error.message, message),
    // Not `code`: that name is redacted, because people call what opens something so.
    ...(code !== undefined && { errorCode: code }),
    ...(constraint !== undefined && { constraint, table }),
    ...(error.cause !== undefined && { cause: errorForLog(error.cause) }),
  }
}

export type { Logger }
