export { readInstant } from './instant.ts'
export { decimal, writeCsv } from './write.ts'
export { readTable, type CellsOfRow } from './table.ts'
