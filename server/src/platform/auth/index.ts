export { ACCOUNT_POLICY, SHARED_POLICY, attempt, type AttemptPolicy, type Guard } from './attempt.ts'
export { audit, wasDoneOnDevice, type AuditEntry } from './audit.ts'
export {
  forgetOnRevocation,
  openAuthentication,
  visitorOn,
  type Authenticate,
  type AuthRequest,
  type AuthenticationOptions,
} from './authenticate.ts'
export { keepToChannel, keepToLocation } from './bound.ts'
export { CREDENTIALS_CHANGED, credentialsChanged } from './cache.ts'
export { CUSTOMER_COOKIE, STAFF_COOKIE, cookieIn, endedCookie, sessionCookie } from './cookie.ts'
export type { Credential, CredentialLookup, CredentialStore } from './credential.ts'
export {
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  PIN_PATTERN,
  hashPassword,
  hashPin,
  verifyPassword,
  verifyPin,
} from './password.ts'
export { bindSecrets, isHttps, secretFor } from './secrets.ts'
export { hashToken, newToken, type NewToken, type TokenKind } from './token.ts'
