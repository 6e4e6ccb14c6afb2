export { isOpen, nextReady } from './opening.ts'
export { listLocations, locationById, locationsByCode } from './list.ts'
export { importLocations } from './import.ts'
export { locationsOf, openLocations } from './model.ts'
export type {
  Address,
  HoursException,
  ImportedLocation,
  Location,
  LocationKind,
  LocationService,
  LocationsModel,
  OpeningHours,
  Timetable,
} from './types.ts'
export { routes } from './routes.ts'
