export * from './outbox.ts'
export * from './run-outbox.ts'
export * from './database.ts'
