export * from './actor.ts'
export * from './context.ts'
export { perPlatform } from './per-platform.ts'
