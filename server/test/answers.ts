/**
 * What the doors answer, typed by method and path from the generated client's document, so that a test that reads a field which
 * no door gives fails to compile. A path that the document does not have answers `unknown`.
 */
import type { paths, Problem } from '../../packages/client/index.ts'

/** Of two segments of a path: the one of a test, `string` where an id was put in, fits the one of a door, `{id}` or a word. */
type SegmentFits<Given, Door> = Door extends `{${string}}` ? true : Given extends Door ? true : false

type PathFits<Given, Door> = Door extends `${infer D}/${infer DoorRest}`
  ? Given extends `${infer G}/${infer GivenRest}`
    ? SegmentFits<G, D> extends true
      ? PathFits<GivenRest, DoorRest>
      : false
    : false
  : Given extends `${string}/${string}`
    ? false
    : SegmentFits<Given, Door>

/** The path of the document, such as `/v1/orders/{orderId}`, behind what a test asks for. */
type DoorAt<Path> = Path extends `${infer Bare}?${string}`
  ? DoorAt<Bare>
  : Path extends keyof paths
    ? Path
    : { [Door in keyof paths]: PathFits<Path, Door> extends true ? Door : never }[keyof paths]

type Agreement<Responses> = Responses[Extract<keyof Responses, 200 | 201 | 202>]

type BodyOf<Answer> = [Answer] extends [{ content: { 'application/json': infer Body } }] ? Body : undefined

/** The body of a door's 2xx answer, e.g. `AnswerOf<'POST', '/v1/carts'>`; `undefined` where it has none. */
export type AnswerOf<Method extends string, Path> = [DoorAt<Path>] extends [never]
  ? unknown
  : paths[DoorAt<Path>] extends { [Verb in Lowercase<Method>]: { responses: infer Responses } }
    ? BodyOf<Agreement<Responses>>
    : unknown

type None<Fields extends PropertyKey> = { readonly [Field in Fields]?: undefined }

/** What a test has in hand before it looks at the status: the fields of one side, or those of the other. */
type Either<Body> = unknown extends Body
  ? unknown
  : Body extends object
    ? (Body & None<Exclude<keyof Problem, keyof Body>>) | (Problem & None<Exclude<keyof Body, keyof Problem>>)
    : Body | Problem

/** An answer of any door. */
export interface Answered {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, unknown>>
  /** The `name=value` of the cookie that was set, or ''. */
  readonly cookie: string
}

/** An answer of the door that gives this body, or a problem: `must` and `refused` tell which. */
export interface AnsweredWith<Body> extends Answered {
  readonly body: Either<Body>
}

/** Reads an answer as it came over the wire, without its `date`: the same answer a second later is the same. */
export function readAnswer<Body>(
  status: number,
  sent: Answered['headers'],
  text: string,
): AnsweredWith<Body> {
  const headers = Object.fromEntries(Object.entries(sent).filter(([name]) => name !== 'date'))
  const isJson = /\bjson\b/.test(String(headers['content-type']))
  return {
    status,
    headers,
    // The schema of the door is the promise; a test that reads what a broken one leaves out fails there.
    body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
    cookie: String(headers['set-cookie'] ?? '').split(';')[0] ?? '',
  }
}

/** The answer that a test goes on with, when it has this 2xx status; an error that shows it otherwise. */
export function must<Body>(
  answer: AnsweredWith<Body>,
  status: 200 | 201 | 202 | 204,
): Answered & { readonly body: Body } {
  // What a door says with a 2xx status is what its schema says, and no problem.
  if (answer.status === status) return answer as Answered & { readonly body: Body }
  throw new Error(`expected ${status}, got ${answer.status}: ${shown(answer)}`)
}

/** The problem of a refusal; an error that shows the answer when the door agreed. */
export function refused(answer: Answered): Problem {
  if (answer.status < 400) throw new Error(`expected a refusal, got ${answer.status}: ${shown(answer)}`)
  // Every refusal of a door is problem+json; `problem.code` of another body is undefined, which no test expects.
  return answer.body as Problem
}

const shown = ({ body }: Answered): string => String(JSON.stringify(body)).slice(0, 1_000)
