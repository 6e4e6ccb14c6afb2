export { readInstant } from './instant.ts'
export { readTable, type CellsOfRow } from './table.ts'
