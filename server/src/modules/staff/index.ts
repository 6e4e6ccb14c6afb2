export { staffCredentials } from './credentials.ts'
export { importStaff } from './import-staff.ts'
export { routes } from './routes.ts'
export type { ImportedStaff, StaffMember } from './types.ts'
