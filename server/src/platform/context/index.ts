export * from './actor.ts'
export * from './context.ts'
export { tables } from './tables.ts'
export { perPlatform } from './per-platform.ts'
