export { combineWrites, hashBody, type CommandKey, type Combined } from './combine.ts'
export { behindSavepoint, openPlatform, type OpenPlatform } from './platform.ts'
export { migrate } from './migrate.ts'
export { startEmbeddedPostgres } from './embedded.ts'
