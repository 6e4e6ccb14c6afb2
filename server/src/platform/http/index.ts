export { compressed } from './compressed.ts'
export {
  Answer,
  RawJson,
  TextFile,
  route,
  type AnyRoute,
  type Audience,
  type Input,
  type RouteDefinition,
} from './route.ts'
export { decodeCursor, encodeCursor } from './cursor.ts'
export { pageAsked, pageFrom, rowsAsked } from './page.ts'
export * from './schemas.ts'
export { buildServer, type ServerOptions } from './server.ts'
export { isThisMachine, originOf } from './origin.ts'
export type { Problem } from './problem.ts'
