import { Refusal, type DeviceId } from '@splot/kernel'

/** Leases belong to devices; staff who sign in elsewhere have none. */
export function deviceOf(deviceId: DeviceId | null): DeviceId {
  if (deviceId !== null) return deviceId
  throw new Refusal('forbidden', 'promotions.device_needed', 'Only an enrolled till or tablet can do this.')
}
