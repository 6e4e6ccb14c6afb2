import { NO_SIXTIETH_SECOND } from './schemas.ts'

/** One thing that a schema has against an input, as the validator says it (Ajv's ErrorObject, as far as it is read here). */
export interface Fault {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}

/** What somebody did wrong, where: `pointer` is a JSON pointer into that part of the input. */
interface FaultWords {
  readonly pointer: string
  readonly detail: string
  readonly code: string
}

/**
 * The faults that are worth telling, in words. Where one of several shapes fits (`anyOf`), the validator names what each of them misses; told
 * is only what the shape misses that was meant, which is the one whose `kind` was sent, or the one that was missed by least.
 */
export function faultsInWords(faults: readonly Fault[]): FaultWords[] {
  const unions = faults
    .filter(({ keyword }) => keyword === 'anyOf')
    .toSorted((a, b) => b.schemaPath.length - a.schemaPath.length)
  const worth = unions.reduce<readonly Fault[]>(withoutUnmeant, faults)
  // What has not the form of an instant at all is told so once, not also by the pattern that its form goes on to ask for.
  const malformed = new Set(worth.flatMap((fault) => (fault.keyword === 'format' ? fault.instancePath : [])))
  return worth
    .filter(({ keyword, instancePath }) => keyword !== 'pattern' || !malformed.has(instancePath))
    .map(inWords)
}

/** Leaves of one union what its meant shape misses; where none was meant, one fault that lists what could have been sent. */
function withoutUnmeant(faults: readonly Fault[], union: Fault): readonly Fault[] {
  const shapes = Map.groupBy(
    faults.filter((fault) => isWithin(fault, union)),
    ({ schemaPath }) => schemaPath.slice(union.schemaPath.length + 1).split('/')[0],
  )
  const missed = [...shapes.values()]
  const meant = missed.filter((shape) => !shape.some((fault) => isOther(fault, union)))
  const least = Math.min(...meant.map(({ length }) => length))
  const told =
    meant.length > 0 ? meant.filter(({ length }) => length === least).flat() : [choice(missed, union)]
  return faults.flatMap((fault) => (fault === union ? told : isWithin(fault, union) ? [] : [fault]))
}

const isWithin = (fault: Fault, union: Fault): boolean =>
  fault !== union &&
  fault.schemaPath.startsWith(`${union.schemaPath}/`) &&
  (fault.instancePath === union.instancePath || fault.instancePath.startsWith(`${union.instancePath}/`))

/** The whole is something else (a number where a text was sent), or says by its `kind` that it is another shape. */
const isOther = (fault: Fault, union: Fault): boolean =>
  fault.instancePath === union.instancePath
    ? ['type', 'const', 'enum', 'anyOf'].includes(fault.keyword)
    : fault.keyword === 'const' && isChild(fault, union)

const isChild = (fault: Fault, union: Fault): boolean =>
  !fault.instancePath.slice(union.instancePath.length + 1).includes('/')

/** None of the shapes was meant: what stands there is told to be one of what could. */
function choice(shapes: readonly (readonly Fault[])[], union: Fault): Fault {
  const others = shapes.flatMap((shape) => shape.filter((fault) => isOther(fault, union)))
  const kinds = others.filter(({ instancePath }) => instancePath !== union.instancePath)
  const about = kinds.length > 0 ? kinds : others
  const choices = [...new Set(about.flatMap(choicesOf))]
  return { ...union, instancePath: about[0]?.instancePath ?? union.instancePath, params: { choices } }
}

function choicesOf({ keyword, params }: Fault): string[] {
  if (keyword === 'const') return [JSON.stringify(params['allowedValue'])]
  const several = params[keyword === 'type' ? 'type' : keyword === 'enum' ? 'allowedValues' : 'choices']
  return (Array.isArray(several) ? several : [several]).map(String)
}

const patterns: Readonly<Record<string, string>> = {
  // Text that must not be blank.
  '\\S': 'is needed',
  [NO_SIXTIETH_SECOND]: 'must be an instant whose last second is 59',
}

const formats: Readonly<Record<string, string>> = {
  'date-time': 'must be an instant with its time zone, like 2026-11-22T12:00:00Z',
  date: 'must be a day, like 2026-11-22',
  uuid: 'must be a UUID',
  email: 'must be an e-mail address',
}

function inWords({ instancePath, keyword, params, message }: Fault): FaultWords {
  const at = (property: unknown): string =>
    `${instancePath}/${String(property).replaceAll('~', '~0').replaceAll('/', '~1')}`
  switch (keyword) {
    case 'required':
      return { pointer: at(params['missingProperty']), detail: 'is missing', code: keyword }
    case 'additionalProperties':
      return { pointer: at(params['additionalProperty']), detail: 'is not known here', code: keyword }
    case 'anyOf':
      if (Array.isArray(params['choices'])) {
        return { pointer: instancePath, detail: `must be ${params['choices'].join(' or ')}`, code: keyword }
      }
      break
    case 'const':
      return {
        pointer: instancePath,
        detail: `must be ${JSON.stringify(params['allowedValue'])}`,
        code: keyword,
      }
    case 'pattern': {
      const detail = patterns[String(params['pattern'])]
      if (detail) return { pointer: instancePath, detail, code: keyword }
      break
    }
    case 'format': {
      const detail = formats[String(params['format'])]
      if (detail) return { pointer: instancePath, detail, code: keyword }
    }
  }
  return { pointer: instancePath, detail: message ?? keyword, code: keyword }
}
